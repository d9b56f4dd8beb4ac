import type { Sql } from '#server/platform/db.ts'

export type Named = { id: string; name: string }

/** A person who can sign in, by id; null when there is none. */
export async function personWith(connection: Sql, id: string): Promise<Named | null> {
  const { rows } = await connection.query<Named>('select id, name from users where id = $1 and not banned', [id])
  return rows[0] ?? null
}

const mostPeople = 2_000

/** The people that a comment names with an @, by whole names; of two that fit, the longer one. */
export async function mentionedIn(connection: Sql, text: string): Promise<Named[]> {
  if (!text.includes('@')) return []
  const { rows } = await connection.query<Named>(
    `select id, name from users where not banned and strpos(lower($1), '@' || lower(name)) > 0
     order by length(name) desc, id limit ${mostPeople}`,
    [text],
  )
  return namesIn(text, rows)
}

/** Which of `people`, longest names first, are named. Each @ names one person. */
export function namesIn(text: string, people: readonly Named[]): Named[] {
  const found = new Map<string, Named>()
  const lower = text.toLowerCase()
  for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
    const rest = lower.slice(at + 1)
    const named = people.filter(({ name }) => rest.startsWith(name.toLowerCase()) && endsAt(rest, name.length))
    const longest = named[0]?.name.length
    for (const person of named) if (person.name.length === longest) found.set(person.id, person)
  }
  return [...found.values()]
}

const endsAt = (text: string, length: number) => !/^[\p{L}\p{N}]/u.test(text.slice(length))
