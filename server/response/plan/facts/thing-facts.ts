import type { FactsOf, SessionFacts } from '../../action.ts'
import { certificateSheet, sessionsOf } from './certificate-facts.ts'
import { coveredThings } from './covered.ts'
import { aged, type FactsSource } from './facts-source.ts'
import { groupsOfThings, leftForQuarantine } from './groups.ts'
import { certificatesOfThings, type ThingRow, thingRows } from './rows.ts'

/** The facts of thing targets in the order of their names, and of every session that may be concerned. */
export async function thingTargets(source: FactsSource, names: string[], quarantineGroup: string) {
  const { sql, account, neverTouch } = source
  const rows = await thingRows(sql, account.id, names)
  const ids = rows.map(({ id }) => id)
  const attached = await certificatesOfThings(sql, ids)
  const distinct = [...new Map(attached.map((row) => [row.id, row])).values()]
  const [sheet, groups, covered, left] = await Promise.all([
    certificateSheet(source, distinct),
    groupsOfThings(sql, account.id, ids),
    coveredThings(sql, account.id, neverTouch, names),
    leftForQuarantine(sql, account.id, names, quarantineGroup),
  ])
  const byName = new Map(rows.map((row) => [row.name, row]))
  const sessions = new Map<string, SessionFacts>(sheet.sessions)
  const targets = names.map((name): FactsOf<'thing'> => {
    const row = byName.get(name) ?? nothingOf(name)
    const own = sessionsOf(source, row)
    for (const session of own) sessions.set(session.clientId, session)
    const certificates = attached
      .filter(({ thing }) => thing === row.id)
      .flatMap(({ certificate_id }) => sheet.certificates.get(certificate_id) ?? [])
    return {
      kind: 'thing',
      name,
      identity: row.thing_id ?? row.arn,
      exists: !row.gone,
      neverTouch: covered.get(name) ?? null,
      typeName: row.type_name,
      attributes: row.attributes,
      groups: groups.get(row.id) ?? [],
      certificates,
      otherPrincipals: row.other_principals,
      sessions: own,
      jobs: source.fresh.jobs.get(name) ?? null,
      leftForQuarantine: left.get(name) ?? [],
      ...ageOf(source, row, certificates),
    }
  })
  return { targets, sessions }
}

function ageOf(source: FactsSource, row: ThingRow, certificates: { at: Date | null; fromAws: boolean }[]) {
  const { fresh, feeds } = source
  const read = {
    thing: fresh.things.has(row.name),
    attachments: fresh.attachments.has(row.name),
    memberships: fresh.memberships.has(row.name),
  }
  return aged(
    source,
    [read.thing, read.attachments, read.memberships, ...certificates.map(({ fromAws }) => fromAws)],
    [
      ...(read.thing ? [] : [feeds.get('things')]),
      ...(read.attachments ? [] : [row.checked_at]),
      ...(read.memberships ? [] : [feeds.get('thing-group-members') ?? feeds.get('things')]),
      ...certificates.filter(({ fromAws }) => !fromAws).map(({ at }) => at),
    ],
  )
}

const nothingOf = (name: string): ThingRow => ({
  id: 0,
  name,
  thing_id: null,
  arn: null,
  type_name: null,
  attributes: {},
  other_principals: [],
  gone: true,
  checked_at: null,
  connected: null,
  since: null,
  client_id: null,
})
