import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { chainProblems, type LinkRow } from './chain-problems.ts'
import { expectedHash } from './content.ts'
import { endProblems, guardProblems, type Noted, notedProblems, type TrailProblem, unsealedProblems } from './ends.ts'

/** A place in the chain. `hash` in hexadecimal. */
export type Place = { position: number; hash: string }

/**
 * What a verification found. `place` is the newest one up to which everything holds, `entries` how many were read.
 * `problems` names the first hundred, each with where it is; `more` says how many there are beyond.
 */
export type Verification = { place: Place; entries: number; problems: TrailProblem[]; more: number }

/**
 * `after`: begin behind a place verified before. `noted`: places seen earlier that must still be in the chain.
 * `untilBroken`: read no further than the first batch with something wrong in it.
 */
export type VerifyOptions = {
  after?: Place
  noted?: readonly Noted[]
  untilBroken?: boolean
  batch?: number
  onProgress?: (position: number, end: number) => void
}

/** The place before the first entry. */
export const beginning: Place = { position: 0, hash: '00'.repeat(32) }

const mostNamed = 100

/**
 * Reads the chain in batches, in constant memory, and recomputes every hash. Entries that are recorded meanwhile are
 * left for the next time. Changes nothing.
 */
export async function verifyTrail(
  db: Sql,
  { after = beginning, noted = [], untilBroken = false, batch = 5_000, onProgress }: VerifyOptions = {},
): Promise<Verification> {
  const problems: TrailProblem[] = []
  let found = 0
  const tell = (more: readonly TrailProblem[]) => {
    found += more.length
    problems.push(...more.slice(0, mostNamed - problems.length))
  }

  tell(await guardProblems(db))
  const { last, problems: atEnd } = await endProblems(db)
  let at = after
  let held = after
  let entries = 0
  let broken = false
  while (at.position < last) {
    const rows = await readLinks(db, at.position, last, batch + 1)
    const whole = rows.length <= batch
    const links = whole ? rows : rows.slice(0, batch)
    if (links.length === 0) break
    const wrong = chainProblems(at, links, whole ? undefined : rows.at(-1))
    if (!broken) held = wrong.length === 0 ? placeOf(links, at) : placeBefore(links, wrong, at)
    broken ||= wrong.length > 0
    tell(wrong)
    entries += links.length
    at = placeOf(links, at)
    onProgress?.(at.position, last)
    if (broken && untilBroken) break
  }
  tell(atEnd)
  tell(await notedProblems(db, noted))
  tell(await unsealedProblems(db, after.position))
  return { place: held, entries, problems, more: found - problems.length }
}

function placeOf(links: readonly LinkRow[], otherwise: Place): Place {
  const last = links.at(-1)
  return last ? { position: last.position, hash: last.hash } : otherwise
}

function placeBefore(links: readonly LinkRow[], problems: readonly TrailProblem[], otherwise: Place): Place {
  const first = Math.min(...problems.flatMap(({ position }) => position ?? []))
  return placeOf(
    links.filter(({ position }) => position < first),
    otherwise,
  )
}

async function readLinks(db: Sql, after: number, last: number, limit: number): Promise<LinkRow[]> {
  const { rows } = await db.query<LinkRow>(
    toQuery(sql`select s.position, s.activity_id::text as entry, encode(s.previous_hash, 'hex') as previous,
        encode(s.hash, 'hex') as hash, case when a.id is null then null else encode(${expectedHash}, 'hex') end as expected
      from (select * from activity_seals where position > ${after} and position <= ${last}
        order by position limit ${limit}) s
      left join activity a on a.id = s.activity_id order by s.position`),
  )
  return rows
}
