import type { FactAccount } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import type { FactsOf } from '../../action.ts'
import { callFailure } from '../../failure.ts'
import type { StepKind, StepParams } from '../../step.ts'
import { steps } from '../../steps.ts'
import type { AskingParts } from '../plan-parts.ts'
import { coveredThings } from './covered.ts'
import type { FactsSource } from './facts-source.ts'

/** The run whose changes a restoring run puts back; the one that it retries says so in its place. */
export async function undoneRun({ pool }: AskingParts, runId: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string | null }>(
    `WITH RECURSIVE chain AS (
       SELECT undo_of, retry_of, 0 AS depth FROM response_runs WHERE id = $1
       UNION ALL
       SELECT r.undo_of, r.retry_of, c.depth + 1 FROM chain c JOIN response_runs r ON r.id = c.retry_of
       WHERE c.undo_of IS NULL AND c.depth < 20
     ) SELECT undo_of AS id FROM chain WHERE undo_of IS NOT NULL LIMIT 1`,
    [runId],
  )
  return rows[0]?.id ?? null
}

type Done = { params: StepParams; before: string | null }
type Row = { kind: string; name: string; identity: string | null; done: Done[] }

/** What a run did to each of these targets, and what AWS says of it now. */
export async function undoTargets(
  parts: AskingParts,
  source: FactsSource,
  undone: string,
  targets: { kind: string; name: string }[],
): Promise<FactsOf<'undo'>[]> {
  const { rows } = await parts.pool.query<Row>(
    `SELECT t.kind, t.name, t.identity,
       jsonb_agg(jsonb_build_object('params', s.params, 'before', s.before) ORDER BY s.step DESC) AS done
     FROM unnest($2::text[], $3::text[]) AS w(kind, name)
     JOIN response_targets t ON t.run_id = $1 AND t.kind = w.kind AND t.name = w.name
     JOIN response_steps s ON s.run_id = t.run_id AND s.n = t.n AND s.state IN ('applied', 'confirmed')
     GROUP BY t.kind, t.name, t.identity`,
    [undone, targets.map(({ kind }) => kind), targets.map(({ name }) => name)],
  )
  const byTarget = new Map(rows.map((row) => [`${row.kind} ${row.name}`, row]))
  const all = rows.flatMap(({ done }) => done.map(({ params }) => params))
  const now = await readNow(parts, source.account, all)
  const covered = await coveredByParams(source, all)
  const replaced = await replacedThings(parts, rows)
  return targets.map(({ kind, name }) => {
    const row = byTarget.get(`${kind} ${name}`)
    const done = (row?.done ?? []).map((one) => ({ ...one, now: now.get(keyOf(one.params)) }))
    return {
      kind: 'undo',
      name,
      identity: row?.identity ?? null,
      exists: !replaced.has(name) || kind !== 'thing',
      neverTouch: done.map(({ params }) => covered.get(keyOf(params))).find((why) => why !== undefined) ?? null,
      done,
      at: source.askedAt,
      fromAws: true,
    }
  })
}

/** Things that are not what the run touched, but others that were made since under the same names. */
async function replacedThings({ aws }: AskingParts, rows: Row[]): Promise<Set<string>> {
  const things = rows.filter(({ kind, identity }) => kind === 'thing' && identity)
  const others = await inParallel(things, atOnce, async ({ name, identity }) => {
    const thing = await told(aws.describeThing(name))
    return thing?.thingId && thing.thingId !== identity && thing.thingArn !== identity ? name : null
  })
  return new Set(others.filter((name) => name !== null))
}

const keyOf = (params: StepParams): string => JSON.stringify(params)
const atOnce = 16

/** What AWS says of each of these now; what it does not tell is left out. */
async function readNow(parts: AskingParts, account: FactAccount, all: StepParams[]) {
  const said = new Map<string, string | null>()
  const kinds = new Map<StepKind, StepParams[]>()
  for (const params of all)
    if (steps[params.kind].read) kinds.set(params.kind, [...(kinds.get(params.kind) ?? []), params])
  const { rows } = await parts.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM certificates WHERE account_id = $1 AND gone_at IS NULL',
    [account.id],
  )
  for (const [kind, params] of kinds) {
    const step = steps[kind]
    const together =
      params.length > 1
        ? await told(step.readMany?.(parts.aws, params, { certificates: rows[0]?.count ?? 0 }))
        : undefined
    await inParallel(params, atOnce, async (one) => {
      const place = params.indexOf(one)
      const value = together ? together[place] : await told(step.read?.(parts.aws, one))
      if (value !== undefined) said.set(keyOf(one), value)
    })
  }
  return said
}

async function told<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    const failure = callFailure(error)
    if (!failure || failure.kind === 'credentials') throw error
    return undefined
  }
}

/** Rules that cover a thing which taking back a step would change, by step. */
async function coveredByParams(
  { sql, account, neverTouch }: FactsSource,
  all: StepParams[],
): Promise<Map<string, string>> {
  if (neverTouch.length === 0) return new Map()
  const ids = all.flatMap((params) => ('certificateId' in params ? [params.certificateId] : []))
  const { rows } = await sql.query<{ id: string; thing: string }>(
    `SELECT c.certificate_id AS id, t.name AS thing FROM certificates c
     JOIN thing_certificates l ON l.certificate_row_id = c.id JOIN things t ON t.id = l.thing_row_id
     WHERE c.account_id = $1 AND c.certificate_id = ANY($2::text[]) AND t.gone_at IS NULL`,
    [account.id, ids],
  )
  const things = (params: StepParams): string[] => {
    if ('certificateId' in params) return rows.filter(({ id }) => id === params.certificateId).map(({ thing }) => thing)
    if (params.kind === 'create-job') return params.things
    return 'thing' in params ? [params.thing] : []
  }
  const covered = await coveredThings(sql, account.id, neverTouch, [...new Set(all.flatMap(things))])
  return new Map(
    all.flatMap((params) => {
      const why = things(params)
        .map((name) => covered.get(name))
        .find((found) => found !== undefined)
      return why === undefined ? [] : [[keyOf(params), why] as const]
    }),
  )
}
