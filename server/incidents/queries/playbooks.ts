import { z } from 'zod'
import { type Cause, cause } from '#contract/incidents.ts'
import type { Playbook } from '#contract/playbooks.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { defaultPlaybooks } from '../playbooks.ts'

const steps = z.array(z.string())

type Row = { cause: string; steps: unknown; version: number; at: Date; by: string | null }
const read = 'select cause, steps, version, updated_at as at, updated_by as by from playbooks'

/** The tasks of every cause. */
export async function listPlaybooks({ database }: Context): Promise<Playbook[]> {
  const { rows } = await database.pool.query<Row>(read)
  return cause.options.map((one) =>
    toPlaybook(
      one,
      rows.find((row) => row.cause === one),
    ),
  )
}

/** The tasks of one cause. */
export async function playbookOf(connection: Sql, one: Cause): Promise<Playbook> {
  const { rows } = await connection.query<Row>(`${read} where cause = $1`, [one])
  return toPlaybook(one, rows[0])
}

/** No row: never changed. A row without steps: given back to what the product comes with. */
function toPlaybook(one: Cause, row: Row | undefined): Playbook {
  const own = defaultPlaybooks[one]
  const changed = row ? { at: row.at.toISOString(), by: row.by } : null
  return { cause: one, steps: steps.safeParse(row?.steps).data ?? own, own, version: row?.version ?? 0, changed }
}
