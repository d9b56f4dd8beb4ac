import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'

/** Accounts in scope that are watched in another Region, too, as pairs of (here, there). */
export const pairsOfRegions = (scope: FactScope): Fragment =>
  sql`(select h.id as here, t.id as there from aws_accounts h
    join aws_accounts t on t.aws_account_id = h.aws_account_id and t.id <> h.id and t.enabled
    where ${accountIn(scope, sql`h.id`)})`

/**
 * How much of a table is drawn so that some two thousand rows are compared: all of a small one. The same state of the table
 * gives the same sample.
 */
export const sampleOf = (total: Fragment): Fragment =>
  sql`tablesample system ((least(100, 200000.0 / greatest(1, ${total})))::real) repeatable (1)`
