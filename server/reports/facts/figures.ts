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

const failed = 'Its query failed'

type Ways = {
  trust: Trust
  /** The connection is inside a transaction, which a failed statement would end. */
  within?: boolean
  /** Tells a figure as it was counted a moment ago, or has it counted. It sees to it that not all are counted at once. */
  keep?: (id: FigureId, count: () => Promise<Figure>) => Promise<Figure>
}

/**
 * Every figure over the scope, by its id. One whose feeds are stale cannot be told; one whose query fails is reported and
 * harms no other.
 */
export async function loadFigures(
  connection: Sql,
  scope: FactScope,
  { trust, within = false, keep }: Ways,
): Promise<Map<FigureId, Figure>> {
  const all = Object.entries(figuresById) as [FigureId, FigureDefinition][]
  const limit = within ? 1 : keep ? all.length : atOnce
  const found = await inParallel(all, limit, async ([id, figure]): Promise<[FigureId, Figure]> => {
    const { whyNot, factsAt } = trust(figure.reads, figure.objects)
    if (whyNot) return [id, { value: null, of: null, at: factsAt, whyNot }]
    const count = () => read(connection, figure, { id, scope, factsAt, within })
    return [id, keep ? await keep(id, count) : await count()]
  })
  return new Map(found)
}

/** Whether a figure came to something, be it that it cannot be told. */
export const wasCounted = ({ whyNot }: Figure): boolean => whyNot !== failed

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
    return { value: null, of: null, at: about.factsAt, whyNot: failed }
  }
}
