import type { Sql } from '#server/platform/db.ts'

export type Named = { id: string; name: string }

/** Whom an @ can name: by their name, or by what is before the @ of their address, where nobody else has the same. */
export type Mentionable = Named & { handle: string | null }

/** A person who can sign in, by id; null when there is none. */
export async function personWith(connection: Sql, id: string): Promise<Named | null> {
  const { rows } = await connection.query<Named>('select id, name from users where id = $1 and not banned', [id])
  return rows[0] ?? null
}

const mostPeople = 2_000

/** The people that a comment names with an @, and the words after an @ that name nobody. */
export async function mentionedIn(connection: Sql, text: string): Promise<{ named: Named[]; nobody: string[] }> {
  if (!text.includes('@')) return { named: [], nobody: [] }
  const { rows } = await connection.query<Mentionable>(
    `with people as (select id, name, lower(split_part(email, '@', 1)) as local from users where not banned)
     select id, name, case when (select count(*) from people other where other.local = p.local) = 1 then local end as handle
     from people p where strpos(lower($1), '@' || lower(name)) > 0 or strpos(lower($1), '@' || local) > 0
     order by length(name) desc, id limit ${mostPeople}`,
    [text],
  )
  return mentionsIn(text, rows)
}

/** Which of `people` are named. Each @ names one person, or all of one name: those of whose name it gives the most. */
export function mentionsIn(text: string, people: readonly Mentionable[]): { named: Named[]; nobody: string[] } {
  const named = new Map<string, Named>()
  const nobody = new Set<string>()
  const lower = text.toLowerCase()
  for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
    const rest = lower.slice(at + 1)
    // An @ inside a word is that of an address; it may still come before a whole name.
    const begins = !/[\p{L}\p{N}]$/u.test(lower.slice(0, at))
    const fits = people.flatMap(({ id, name, handle }) => [
      ...(isName(rest, name.toLowerCase()) ? [{ id, name, length: name.length, whole: true }] : []),
      ...(begins && handle && isHandle(rest, handle) ? [{ id, name, length: handle.length, whole: false }] : []),
    ])
    const longest = Math.max(...fits.map(({ length }) => length))
    const best = fits.filter(({ length }) => length === longest)
    const wholes = best.filter(({ whole }) => whole)
    for (const { id, name } of wholes.length > 0 ? wholes : best) named.set(id, { id, name })
    const word = aWord.exec(text.slice(at + 1))?.[0]
    if (begins && word && fits.length === 0) nobody.add(word)
  }
  return { named: [...named.values()], nobody: [...nobody] }
}

const aWord = /^\p{L}[\p{L}\p{N}]*(?:[._+-][\p{L}\p{N}]+)*/u
const isName = (text: string, name: string) => text.startsWith(name) && !/^[\p{L}\p{N}]/u.test(text.slice(name.length))
// "@ann.lee" does not name who is only ann.
const isHandle = (text: string, handle: string) =>
  text.startsWith(handle) && !/^(?:[\p{L}\p{N}_]|[.+-][\p{L}\p{N}])/u.test(text.slice(handle.length))
