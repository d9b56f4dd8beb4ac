import type { Aged, CertificateFacts, FactsOf, SessionFacts } from '../../action.ts'
import { clientsOfIncident, clientsSeenWith, lastHolders } from '../../whose-session.ts'
import { coveredThings } from './covered.ts'
import { aged, type FactsSource } from './facts-source.ts'
import { type CertificateRow, certificateRows, thingsOfCertificates, type UserRow } from './rows.ts'

/** Facts of certificates by id, and of the sessions of who uses them. */
export type CertificateSheet = {
  certificates: Map<string, CertificateFacts & Aged>
  sessions: Map<string, SessionFacts>
}

/** The facts of certificate targets, in the order of their names. */
export async function certificateTargets(source: FactsSource, names: string[]): Promise<FactsOf<'certificate'>[]> {
  const rows = await certificateRows(source.sql, source.account.id, names)
  const sheet = await certificateSheet(source, rows)
  const gone = new Set(rows.filter((row) => row.gone).map((row) => row.certificate_id))
  return names.map((name) => {
    const known = sheet.certificates.get(name)
    const certificate = known ?? noCertificate(name)
    return {
      kind: 'certificate',
      name,
      identity: certificate.arn,
      exists: known !== undefined && !gone.has(name),
      neverTouch: certificate.neverTouch,
      certificate,
      sessions: [...new Set([...certificate.clients, ...certificate.seen])].flatMap(
        (client) => sheet.sessions.get(client) ?? [],
      ),
      at: known?.at ?? source.askedAt,
      fromAws: known?.fromAws ?? false,
    }
  })
}

const noCertificate = (certificateId: string): CertificateFacts => ({
  certificateId,
  arn: null,
  status: null,
  expired: false,
  things: null,
  clients: [],
  seen: [],
  heldByOthers: [],
  replaced: [],
  neverTouch: null,
})

/** Looks up who uses certificates. Names that AWS told just now count, whether they were collected or not. */
export async function certificateSheet(source: FactsSource, rows: CertificateRow[]): Promise<CertificateSheet> {
  const { sql, account, fresh, neverTouch } = source
  const users = byCertificate(
    await thingsOfCertificates(
      sql,
      source.run,
      rows.map(({ id }) => id),
    ),
  )
  const namesOf = (row: CertificateRow) =>
    fresh.sharing.get(row.certificate_id) ??
    (row.thing_count === null ? null : (users.get(row.id) ?? []).map(({ name }) => name))
  // Where not all users are known, those that are still count for who is never touched.
  const touchedBy = (row: CertificateRow) => namesOf(row) ?? (users.get(row.id) ?? []).map(({ name }) => name)
  const all = [...new Set(rows.flatMap(touchedBy))]
  const covered = await coveredThings(sql, account.id, neverTouch, all)
  const seenWith = await seenClients(source, rows)
  const sheet: CertificateSheet = { certificates: new Map(), sessions: new Map() }
  for (const row of rows) {
    const things = namesOf(row)
    const known = (users.get(row.id) ?? []).filter(({ name }) => !things || things.includes(name))
    const clients = new Set(things ?? [])
    for (const user of known) for (const client of clientsOf(user)) clients.add(client)
    for (const user of known)
      for (const session of sessionsOf(source, user)) sheet.sessions.set(session.clientId, session)
    const seen = seenWith.get(row.certificate_id) ?? []
    for (const clientId of [...clients, ...seen])
      if (!sheet.sessions.has(clientId)) sheet.sessions.set(clientId, unknownSession(source, clientId))
    sheet.certificates.set(row.certificate_id, {
      certificateId: row.certificate_id,
      arn: row.arn,
      status: row.gone ? null : row.status,
      expired: row.not_after !== null && row.not_after <= source.askedAt,
      things,
      clients: [...clients].sort(),
      seen,
      heldByOthers: [],
      replaced: known
        .filter(({ replaced }) => replaced)
        .map((user) => ({ thing: user.name, clients: clientsOf(user) })),
      neverTouch:
        touchedBy(row)
          .map((name) => covered.get(name))
          .find((why) => why !== undefined) ?? null,
      ...ageOf(source, row),
    })
  }
  await addHolders(source, [...sheet.certificates.values()])
  return sheet
}

/** By certificate, the client IDs it was really connected as, which need not be the names of its things. */
async function seenClients({ sql, account, run, askedAt }: FactsSource, rows: CertificateRow[]) {
  const ids = rows.map((row) => row.certificate_id)
  const [recorded, incident] = await Promise.all([
    clientsSeenWith(sql, account.id, ids, askedAt),
    clientsOfIncident(sql, run, ids),
  ])
  return new Map(ids.map((id) => [id, [...new Set([...(recorded.get(id) ?? []), ...(incident.get(id) ?? [])])].sort()]))
}

async function addHolders({ sql, account, askedAt }: FactsSource, certificates: CertificateFacts[]): Promise<void> {
  const all = certificates.flatMap(({ clients, seen }) => [...clients, ...seen])
  const holders = await lastHolders(sql, account.id, all, askedAt)
  for (const certificate of certificates) {
    certificate.heldByOthers = [...new Set([...certificate.clients, ...certificate.seen])].flatMap((clientId) => {
      const credential = holders.get(clientId)?.principal
      return credential && credential !== certificate.certificateId ? [{ clientId, credential }] : []
    })
  }
}

function ageOf(source: FactsSource, row: CertificateRow): Aged {
  const status = source.statusesListed || source.fresh.statuses.has(row.certificate_id)
  const sharing = source.fresh.sharing.has(row.certificate_id)
  return aged(
    source,
    [status, sharing],
    [
      ...(status ? [] : [source.feeds.get('certificates')]),
      ...(sharing ? [] : [row.checked_at ?? source.feeds.get('thing-principals')]),
    ],
  )
}

function byCertificate(rows: UserRow[]): Map<number, UserRow[]> {
  const users = new Map<number, UserRow[]>()
  for (const row of rows) {
    const known = users.get(row.certificate)
    if (known) known.push(row)
    else users.set(row.certificate, [row])
  }
  return users
}

type Client = { name: string; client_id: string | null; connected: boolean | null; since: Date | null }

/** A thing connects under its own name, or as whatever it was last seen. */
export const clientsOf = ({ name, client_id }: Pick<Client, 'name' | 'client_id'>): string[] =>
  client_id && client_id !== name ? [name, client_id] : [name]

/** Its sessions, as the broker says or as last collected. */
export function sessionsOf(source: FactsSource, thing: Client): SessionFacts[] {
  const observedAt = source.feeds.get('presence') ?? null
  return clientsOf(thing).map((clientId) => {
    const collected =
      clientId === (thing.client_id ?? thing.name) && thing.connected !== null
        ? { clientId, connected: thing.connected, since: thing.since, observedAt }
        : unknownSession(source, clientId)
    return source.fresh.sessions.get(clientId) ?? collected
  })
}

const unknownSession = ({ fresh }: FactsSource, clientId: string): SessionFacts =>
  fresh.sessions.get(clientId) ?? { clientId, connected: null, since: null, observedAt: null }
