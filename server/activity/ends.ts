import type { Sql } from '#server/platform/db.ts'

/** Something wrong with the trail: what, in a sentence, and where. `entry` is the entry's number. */
export type TrailProblem = {
  kind:
    | 'changed'
    | 'deleted'
    | 'order'
    | 'seal-changed'
    | 'seal-removed'
    | 'unsealed'
    | 'cut-off'
    | 'head'
    | 'rewritten'
    | 'guard'
  position: number | null
  entry: string | null
  sentence: string
}

/** A place seen earlier. `hash` is absent where only the position was noted; `when` says by what. */
export type Noted = { position: number; hash?: string; when: string }

/** How far the seals go, and what is wrong at their end. */
export async function endProblems(db: Sql): Promise<{ last: number; problems: TrailProblem[] }> {
  const { rows } = await db.query<End>(
    `select h.position as head, encode(h.hash, 'hex') as head_hash, coalesce(s.position, 0) as last,
       coalesce(encode(s.hash, 'hex'), repeat('00', 32)) as last_hash
     from (select 1) one left join activity_head h on true
     left join (select position, hash from activity_seals order by position desc limit 1) s on true`,
  )
  const end = rows[0]
  if (!end) throw new Error('The end of the trail could not be read')
  const { head, last } = end
  const at = (kind: TrailProblem['kind'], sentence: string): TrailProblem[] => [
    { kind, position: last + 1, entry: null, sentence },
  ]
  if (head === null) return { last, problems: at('head', 'The head of the chain is missing.') }
  if (head > last) {
    const which = head === last + 1 ? `Seal ${head} is` : `Seals ${last + 1} to ${head} are`
    return { last, problems: at('cut-off', `${which} missing: the end of the trail was cut off.`) }
  }
  if (head < last) {
    return { last, problems: at('head', `The head says ${head}, but the seals go on to ${last}: it was changed.`) }
  }
  const same = end.head_hash === end.last_hash
  return { last, problems: same ? [] : at('head', `The head does not have the hash of the last seal, ${last}.`) }
}
type End = { head: number | null; head_hash: string | null; last: number; last_hash: string }

/** Which of the places noted earlier are no longer in the chain. */
export async function notedProblems(db: Sql, noted: readonly Noted[]): Promise<TrailProblem[]> {
  const { rows } = await db.query<{ position: number; hash: string | null }>(
    `select n.position, encode(s.hash, 'hex') as hash from unnest($1::bigint[]) n (position)
     left join activity_seals s on s.position = n.position`,
    [noted.filter(({ position }) => position > 0).map(({ position }) => position)],
  )
  const known = new Map(rows.map(({ position, hash }) => [position, hash]))
  return noted.flatMap(({ position, hash, when }): TrailProblem[] => {
    if (position <= 0) return []
    const now = known.get(position) ?? null
    if (now === null) {
      const sentence = `The chain reached position ${position} (${when}), which it does not have any more: its end was cut off.`
      return [{ kind: 'cut-off', position, entry: null, sentence }]
    }
    if (hash === undefined || hash === now) return []
    const sentence = `Position ${position} has another hash than was noted (${when}): the chain was written anew at or before it.`
    return [{ kind: 'rewritten', position, entry: null, sentence }]
  })
}

const idsAtOnce = 20_000
// Entries get their numbers before they are sealed, so one that is sealed later may have a smaller number.
const overlap = 10_000

/** Entries that were slipped in without a seal. Looks behind the entry of seal `after`, and a little before it. */
export async function unsealedProblems(db: Sql, after: number): Promise<TrailProblem[]> {
  const { rows } = await db.query<{ id: number }>(
    'select coalesce(max(activity_id), 0) as id from activity_seals where position = $1',
    [after],
  )
  const problems: TrailProblem[] = []
  let from: number | null = Math.max(0, Number(rows[0]?.id ?? 0) - overlap)
  while (from !== null) {
    const part: { rows: { last: number | null; entries: string[] | null }[] } = await db.query(
      `select max(id) as last, array_agg(id::text order by id) filter (where not sealed) as entries
       from (select a.id, exists (select from activity_seals s where s.activity_id = a.id) as sealed from activity a
         where a.id > $1 order by a.id limit $2) part`,
      [from, idsAtOnce],
    )
    const { last, entries } = part.rows[0] ?? { last: null, entries: null }
    for (const entry of entries ?? []) {
      problems.push({ kind: 'unsealed', position: null, entry, sentence: `Entry ${entry} has no seal.` })
    }
    from = last
  }
  return problems
}

/** What no longer keeps the trail as it is. Triggers that are off leave no other trace until somebody uses it. */
export async function guardProblems(db: Sql): Promise<TrailProblem[]> {
  const { rows } = await db.query<{ name: string }>(
    `select name from unnest($1::text[]) name where not exists (
       select from pg_trigger t where t.tgname = name and t.tgenabled in ('O', 'A')
         and t.tgrelid in (to_regclass('activity'), to_regclass('activity_seals'), to_regclass('activity_head')))`,
    [guards],
  )
  return rows.map(({ name }) => ({
    kind: 'guard',
    position: null,
    entry: null,
    sentence: `The trigger ${name} is gone or off: the trail is not protected.`,
  }))
}

const guards = [
  'activity_seal',
  'activity_append_only',
  'activity_no_truncate',
  'activity_seals_append_only',
  'activity_seals_no_truncate',
  'activity_head_stays',
]
