import { z } from 'zod'
import { type FigureId, figures } from '#generated/figures.ts'
import type { Sql } from '#server/platform/db.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { log } from '#server/platform/log.ts'
import { toQuery } from '#server/platform/sql.ts'
import type { Figure } from '../control.ts'
import type { FigureDefinition } from '../figure.ts'
import type { FactScope } from '../scope.ts'
import { oldest, type Trust } from './feeds.ts'

const row = z.object({
  value: z.number().nullable(),
  of: z.number().nullable(),
  at: z.coerce.date().nullable().optional(),
  failing: z.number().nullable().optional(),
  why_not: z.string().nullable().optional(),
  nothing: z.boolean().nullable().optional(),
})

/** Every figure by its id. */
export const figuresById: Readonly<Record<FigureId, FigureDefinition>> = figures

// Of the pool's connections; pages go on meanwhile.
const atOnce = 3

/**
 * Every figure over the scope, by its id. One whose feeds are stale cannot be told; one whose query fails is reported and
 * harms no other. `within`: the connection is inside a transaction, which a failed statement would end.
 */
export async function loadFigures(
  connection: Sql,
  scope: FactScope,
  { trust, within }: { trust: Trust; within: boolean },
): Promise<Map<FigureId, Figure>> {
  const all = Object.entries(figuresById) as [FigureId, FigureDefinition][]
  const found = await inParallel(all, within ? 1 : atOnce, async ([id, figure]): Promise<[FigureId, Figure]> => {
    const { whyNot, factsAt } = trust(figure.reads)
    if (whyNot) return [id, { value: null, of: null, at: factsAt, whyNot }]
    return [id, await read(connection, figure, { id, scope, factsAt, within })]
  })
  return new Map(found)
}

type About = { id: FigureId; scope: FactScope; factsAt: Date | null; within: boolean }

async function read(connection: Sql, figure: FigureDefinition, about: About): Promise<Figure> {
  const { text, values } = toQuery(figure.sql(about.scope))
  try {
    if (about.within) await connection.query('savepoint figure')
    const { rows } = await connection.query<{ figure: unknown }>(
      // In parentheses on lines of their own: a comment may end the query.
      `select to_jsonb(f) as figure from (\n${text}\n) f limit 1`,
      values,
    )
    const { value, of, at = null, failing, why_not, nothing } = row.parse(rows[0]?.figure)
    return {
      value,
      of,
      at: oldest([at, about.factsAt]),
      failing: failing ?? 0,
      whyNot: why_not ?? null,
      nothing: nothing ?? false,
    }
  } catch (error) {
    log.error({ err: error, figure: about.id }, 'A figure could not be told')
    if (about.within) await connection.query('rollback to savepoint figure')
    return { value: null, of: null, at: about.factsAt, whyNot: 'Its query failed' }
  }
}
