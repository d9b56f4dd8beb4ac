import { z } from 'zod'
import { type Cause, cause, type Playbook } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { defaultPlaybooks } from '../playbooks.ts'

const steps = z.array(z.string())

/** The tasks of every cause. */
export async function listPlaybooks({ database }: Context): Promise<Playbook[]> {
  const { rows } = await database.pool.query<{ cause: string; steps: unknown }>('select cause, steps from playbooks')
  const changed = new Map(rows.map((row) => [row.cause, steps.safeParse(row.steps).data]))
  return cause.options.map((one) => ({ cause: one, steps: changed.get(one) ?? defaultPlaybooks[one] }))
}

/** The tasks of one cause. */
export async function stepsFor(connection: Sql, one: Cause): Promise<string[]> {
  const { rows } = await connection.query<{ steps: unknown }>('select steps from playbooks where cause = $1', [one])
  return steps.safeParse(rows[0]?.steps).data ?? defaultPlaybooks[one]
}
