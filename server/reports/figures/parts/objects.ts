import type { ObjectKind } from '#server/findings/objects.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'

/** From and where of the small objects `o` of a kind that are there in scope. */
export const objectsOf = (scope: FactScope, kind: ObjectKind): Fragment =>
  sql`from aws_objects o where ${accountIn(scope, sql`o.account_id`)} and o.kind = ${kind} and o.gone_at is null`
