import type { Cause, Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { type NewNotice, notify, withdraw } from '#server/notifications/notice.ts'
import type { Actor } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Named } from './people.ts'

type Told = {
  id: string
  number: number
  account: number
  clientId: string
  cause: Cause
  severity: Severity
  kicks: number
  drill?: boolean
}

/** A cause within a sentence. */
export const causesInWords: Record<Cause, string> = {
  'same-credential-two-places': 'same credential from two places',
  'two-credentials-one-client-id': 'two credentials, one client ID',
  'second-process': 'second process on the same device',
  'flapping-link': 'flapping link',
  'client-or-sdk-bug': 'client or SDK bug',
  undecided: 'cause undecided',
  'unusual-behaviour': 'unusual behaviour',
  finding: 'what a check found',
}

const threadOf = (incident: string) => `incident:${incident}`

/** What is told when an incident opened, came back or became more severe. `when` keeps one return apart from the next. */
export function incidentNotice(
  incident: Told,
  { what, when = '', why }: { what: 'opened' | 'reopened' | 'raised'; when?: string; why: readonly string[] },
): NewNotice {
  const { id, number, account, clientId, cause, severity, kicks, drill = false } = incident
  const verb = { opened: 'opened', reopened: 'is open again', raised: `is ${severity} now` }[what]
  return {
    key: [threadOf(id), what, what === 'raised' ? severity : when].join(' '),
    ...{ about: 'incident', severity, account, cause, drill, path: links.incident(id), thread: threadOf(id) },
    title: `Incident ${number} ${verb}: ${clientId}, ${causesInWords[cause]}`,
    body: [`${kicks} take-overs of client ID ${clientId}.`, ...why].join('\n'),
  }
}

/** Tells that an incident opened, came back or became more severe. */
export const tellIncident = (sql: Sql, ...told: Parameters<typeof incidentNotice>): Promise<void> =>
  notify(sql, incidentNotice(...told))

/** Tells that devices of one kind share a fault, instead of telling of each. */
export async function tellStorm(sql: Sql, storm: Told, type: string): Promise<void> {
  const { id, number, account, severity, cause, drill = false } = storm
  await notify(sql, {
    key: `${threadOf(id)} storm`,
    ...{ about: 'incident', severity, account, cause, drill, path: links.incident(id), thread: threadOf(id) },
    title: `Incident ${number} opened: many things of type ${type} at once`,
    body: 'Their conflicts have a common cause and are one incident.',
  })
}

/** Tells that an incident is not contained any more: who thought it over has to look again. */
export async function tellNotContained(
  sql: Sql,
  incident: Told,
  { why, now }: { why: string; now: Date },
): Promise<void> {
  const { id, number, account, clientId, cause, severity, drill = false } = incident
  await notify(sql, {
    key: `${threadOf(id)} not contained ${now.toISOString()}`,
    ...{ about: 'incident', severity, account, cause, drill, path: links.incident(id), thread: threadOf(id) },
    title: `Incident ${number} is not contained any more: ${clientId}`,
    body: `${why}.`,
  })
}

/** Takes back what nobody was told yet of incidents that became part of another. */
export const withdrawIncidents = (sql: Sql, ids: readonly string[]): Promise<void> => withdraw(sql, ids.map(threadOf))

/** Tells a pager that an incident is over. */
export async function tellOver(
  sql: Sql,
  { id, number, account_id: account }: { id: string; number: number; account_id: number },
  { state, now }: { state: string; now: Date },
): Promise<void> {
  const about = { about: 'incident', severity: 'info', account, path: links.incident(id) } as const
  const key = `${threadOf(id)} over ${now.toISOString()}`
  await notify(sql, {
    ...about,
    key,
    thread: threadOf(id),
    ends: true,
    title: `Incident ${number} is ${state}`,
    body: '',
  })
}

/** Tells people who were named in a comment, but not of their own. `entry` is the comment's, `where` what it is on. */
export async function tellMentioned(
  sql: Sql,
  actor: Actor,
  mentioned: readonly Named[],
  comment: { where: string; path: string; account: number; entry: string; text: string; drill: boolean },
): Promise<void> {
  const { where, path, account, entry, text, drill } = comment
  for (const person of mentioned) {
    if (person.id === actor.id) continue
    const about = { about: 'mention', severity: 'info', account, drill, path } as const
    const title = `${actor.name} mentioned ${person.name} in ${where}`
    await notify(sql, { ...about, key: `mention ${entry} ${person.id}`, person: person.id, title, body: text })
  }
}
