import type { Readable } from 'node:stream'
import type { ViolationFilters } from '#contract/behaviours.ts'
import { operatorWords } from '#contract/operator-words.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, type Fragment, sql } from '#server/platform/sql.ts'
import { metrics } from './metrics.ts'
import { allViolations, conditionsOf, joined } from './queries/violations.ts'

/** The violations of the list, Detect's beside ours, the latest first, as CSV. The reader may leave at any time. */
export async function exportViolations(context: Context, filters: ViolationFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  return csvExport(context.database.pool, [
    sql`select a.aws_account_id, a.region, v.source, ${plainCell(sql`v.profile`)} as profile,
        ${plainCell(sql`v.behaviour`)} as behaviour, ${plainCell(sql`v.metric`)} as metric, ${plainCell(sql`v.device`)} as device,
        v.severity, v.state, v.verification, ${plainCell(sql`v.verified_by`)} as verified_by,
        ${plainCell(sql`v.verification_note`)} as verification_note,
        ${plainCell(sql`case v.source when 'detect' then coalesce(${measured(sql`(d.raw -> 'lastViolationValue')`)}, 'unknown') else v.value end`)} as value,
        ${plainCell(sql`case v.source when 'detect' then coalesce(${limit(sql`(d.raw #> '{behavior,criteria}')`)}, 'as Detect says') else v."limit" end`)} as "limit",
        ${isoCell(sql`v.started_at`)} as started_at, ${isoCell(sql`v.last_at`)} as last_at, ${isoCell(sql`v.cleared_at`)} as cleared_at,
        i.number as incident, f.id as finding, v.id
      from (${allViolations}) v join aws_accounts a on a.id = v.account_id
        left join detect_violations d on v.source = 'detect' and d.account_id = v.account_id and d.violation_id = v.id ${joined}
      where v.account_id = any(${accounts}::int[]) and ${every(conditionsOf(filters))} order by v.last_at desc, v.id desc`,
  ])
}

const units = JSON.stringify(Object.fromEntries(Object.entries(metrics).map(([metric, { unit }]) => [metric, unit])))
const operators = JSON.stringify(operatorWords)

// What detect-words.ts says, in SQL, with numbers as a spreadsheet reads them; a test compares the export with the list.
const measured = (value: Fragment): Fragment => sql`coalesce(${number(value, 'count')}, ${number(value, 'number')},
  ${items(value, 'ports')}, ${items(value, 'cidrs')}, ${items(value, 'strings')}, ${items(value, 'numbers')})`

const number = (value: Fragment, field: string): Fragment => sql`case jsonb_typeof(${value} -> ${field})
  when 'number' then (${value} ->> ${field}) || coalesce(' ' || nullif(${units}::jsonb ->> v.metric, ''), '') end`

const items = (value: Fragment, field: string): Fragment => sql`case jsonb_typeof(${value} -> ${field})
  when 'array' then (select coalesce(string_agg(x.item, ', ' order by x.place), 'none')
    from jsonb_array_elements_text(${value} -> ${field}) with ordinality x(item, place)) end`

const limit = (criteria: Fragment): Fragment => {
  const operator = sql`coalesce(${operators}::jsonb ->> (${criteria} ->> 'comparisonOperator'), ${criteria} ->> 'comparisonOperator', '')`
  const statistic = sql`nullif(${criteria} #>> '{statisticalThreshold,statistic}', '')`
  return sql`case when jsonb_typeof(${criteria} -> 'mlDetectionConfig') = 'object' then 'what its model has learned'
    else ltrim(${operator} || ' ' || coalesce(${statistic} || ' of the group', ${measured(sql`(${criteria} -> 'value')`)})) end`
}
