import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'

/**
 * Accounts in scope that are watched in another Region, too, as pairs of (here, there). Where there is none, nothing is
 * compared; where there is, both sides are hashed whole: it scans.
 */
export const pairsOfRegions = (scope: FactScope): Fragment =>
  sql`(select h.id as here, t.id as there from aws_accounts h
    join aws_accounts t on t.aws_account_id = h.aws_account_id and t.id <> h.id and t.enabled
    where ${accountIn(scope, sql`h.id`)})`
