import { type Fragment, sql } from '#server/platform/sql.ts'

/** Names and versions, as `deployments` keeps them, in the words of people: "fw 2.0; boot 1.1"; null where there are none. */
export const versionsText = (stored: Fragment): Fragment =>
  sql`(select string_agg(concat_ws(' ', v.one ->> 'name', v.one ->> 'version'), '; ' order by v.place)
    from jsonb_array_elements(${stored}) with ordinality v (one, place))`
