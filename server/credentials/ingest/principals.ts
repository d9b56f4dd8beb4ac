import type { Observation, RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { deriveCertificates } from '../derive-certificates.ts'
import { certificatesOf, deriveThings } from '../derive-things.ts'

/** A thing's principals as read at `asOf` (the database's clock): certificates by id, others as AWS names them. */
export type ThingPrincipals = {
  thing: RowId
  name: string
  asOf: Date
  certificates: { id: string; exclusive: boolean }[]
  others: string[]
}

/** A certificate's things as read at `asOf`. */
export type CertificateThings = {
  certificate: RowId
  asOf: Date
  things: { name: string; exclusive: boolean }[]
}

type Link = { thing: RowId; certificate: RowId; exclusive: boolean }

/**
 * Makes the attachments of these things exactly these, and notes that they were read. A certificate that was not
 * listed yet is left out: it is asked for its things when it has been.
 */
export async function recordThingPrincipals(seen: Observation, read: ThingPrincipals[]): Promise<number> {
  const { tx, account } = seen
  const { rows } = await tx.query<{ id: RowId; certificate_id: string }>({
    name: 'certificates-by-id',
    text: 'SELECT id, certificate_id FROM certificates WHERE account_id = $1 AND certificate_id = ANY($2::text[])',
    values: [account.id, [...new Set(read.flatMap(({ certificates }) => certificates.map(({ id }) => id)))]],
  })
  const rowOf = new Map(rows.map((row) => [row.certificate_id, row.id]))
  const links = read.flatMap(({ thing, certificates }) =>
    certificates.flatMap(({ id, exclusive }) => {
      const certificate = rowOf.get(id)
      return certificate === undefined ? [] : [{ thing, certificate, exclusive }]
    }),
  )
  const things = read.map(({ thing }) => thing)
  const known = await checkedBefore(seen, things)
  const changed = await makeLinks(seen, { column: 'thing_row_id', ids: things }, links, known)
  await recordOthers(seen, read, known)
  await tx.query({
    name: 'thing-principal-checks',
    text: `INSERT INTO thing_principal_checks (account_id, thing_row_id, checked_at)
       SELECT $1, p.* FROM unnest($2::bigint[], $3::timestamptz[]) p
       ON CONFLICT (thing_row_id) DO UPDATE SET checked_at = excluded.checked_at`,
    values: [account.id, things, read.map(({ asOf }) => asOf)],
  })
  const first = things.filter((thing) => !known.has(thing))
  await deriveLinked(seen, changed, first, [])
  return changed.length
}

// Things are listed every quarter of an hour.
const listedWithin = '1 hour'

/**
 * Makes the attachments of these certificates exactly these, and notes that they were read. A new certificate of a thing
 * that was not listed yet is not noted: it is asked again, lest it is taken for one that nothing uses.
 */
export async function recordCertificateThings(seen: Observation, read: CertificateThings[]): Promise<number> {
  const { tx, account } = seen
  const { rows } = await tx.query<{ id: RowId; name: string }>(
    'SELECT id, name FROM things WHERE account_id = $1 AND name = ANY($2::text[])',
    [account.id, [...new Set(read.flatMap(({ things }) => things.map(({ name }) => name)))]],
  )
  const rowOf = new Map(rows.map(({ id, name }) => [name, id]))
  const links = read.flatMap(({ certificate, things }) =>
    things.flatMap(({ name, exclusive }) => {
      const thing = rowOf.get(name)
      return thing === undefined ? [] : [{ thing, certificate, exclusive }]
    }),
  )
  const all = read.map(({ certificate }) => certificate)
  const young = await firstSeenWithin(seen, all, listedWithin)
  const complete = read.filter(
    ({ certificate, things }) => !young.has(certificate) || things.every(({ name }) => rowOf.has(name)),
  )
  const certificates = complete.map(({ certificate }) => certificate)
  const known = await checkedBefore(
    seen,
    rows.map(({ id }) => id),
  )
  const changed = await makeLinks(seen, { column: 'certificate_row_id', ids: all }, links, known)
  await tx.query(
    `INSERT INTO certificate_checks (account_id, certificate_row_id, things_checked_at)
     SELECT $1, p.* FROM unnest($2::bigint[], $3::timestamptz[]) p
     ON CONFLICT (certificate_row_id) DO UPDATE SET things_checked_at = excluded.things_checked_at`,
    [account.id, certificates, complete.map(({ asOf }) => asOf)],
  )
  await deriveLinked(seen, changed, [], certificates)
  return changed.length
}

async function checkedBefore({ tx }: Observation, things: RowId[]): Promise<Set<RowId>> {
  const { rows } = await tx.query<{ id: RowId }>({
    name: 'things-checked-before',
    text: 'SELECT thing_row_id AS id FROM thing_principal_checks WHERE thing_row_id = ANY($1::bigint[])',
    values: [things],
  })
  return new Set(rows.map(({ id }) => id))
}

async function firstSeenWithin({ tx }: Observation, certificates: RowId[], age: string): Promise<Set<RowId>> {
  const { rows } = await tx.query<{ id: RowId }>(
    'SELECT id FROM certificates WHERE id = ANY($1::bigint[]) AND first_seen_at > now() - $2::interval',
    [certificates, age],
  )
  return new Set(rows.map(({ id }) => id))
}

type Scope = { column: 'thing_row_id' | 'certificate_row_id'; ids: RowId[] }
type Change = Link & { before: boolean | null; after: boolean | null }

/** Writes what differs from the wanted links within the scope. What appears on a thing read before is history. */
async function makeLinks(
  seen: Observation,
  { column, ids }: Scope,
  wanted: Link[],
  known: ReadonlySet<RowId>,
): Promise<Change[]> {
  const { tx, account } = seen
  const { rows } = await tx.query<Change>({
    name: `links-compare-${column}`,
    text: `SELECT coalesce(w.thing, l.thing_row_id) AS thing, coalesce(w.certificate, l.certificate_row_id) AS certificate,
         l.exclusive AS before, w.exclusive AS after
       FROM (SELECT thing_row_id, certificate_row_id, exclusive FROM thing_certificates WHERE ${column} = ANY($1::bigint[])) l
       FULL JOIN (SELECT DISTINCT ON (1, 2) * FROM unnest($2::bigint[], $3::bigint[], $4::bool[])
           AS w(thing, certificate, exclusive) ORDER BY 1, 2, 3 DESC) w
         ON w.thing = l.thing_row_id AND w.certificate = l.certificate_row_id
       WHERE l.exclusive IS DISTINCT FROM w.exclusive`,
    values: [
      ids,
      wanted.map(({ thing }) => thing),
      wanted.map(({ certificate }) => certificate),
      wanted.map(({ exclusive }) => exclusive),
    ],
  })
  if (rows.length === 0) return []
  const gone = rows.filter(({ after }) => after === null)
  const standing = rows.filter(({ after }) => after !== null)
  await tx.query(
    `INSERT INTO thing_certificates (account_id, thing_row_id, certificate_row_id, exclusive)
     SELECT $1, p.* FROM unnest($2::bigint[], $3::bigint[], $4::bool[]) p
     ON CONFLICT (thing_row_id, certificate_row_id) DO UPDATE SET exclusive = excluded.exclusive`,
    [account.id, standing.map((l) => l.thing), standing.map((l) => l.certificate), standing.map((l) => l.after)],
  )
  await tx.query(
    `DELETE FROM thing_certificates l USING unnest($1::bigint[], $2::bigint[]) AS p(thing, certificate)
     WHERE l.thing_row_id = p.thing AND l.certificate_row_id = p.certificate`,
    [gone.map((l) => l.thing), gone.map((l) => l.certificate)],
  )
  await tellHistory(
    seen,
    rows.filter(({ thing }) => known.has(thing)),
  )
  return rows
}

async function tellHistory(seen: Observation, changes: Change[]): Promise<void> {
  if (changes.length === 0) return
  const { rows } = await seen.tx.query<{ thing: string; certificate: string }>(
    `SELECT t.name AS thing, c.certificate_id AS certificate
     FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS p(thing, certificate, n)
     JOIN things t ON t.id = p.thing JOIN certificates c ON c.id = p.certificate ORDER BY p.n`,
    [changes.map(({ thing }) => thing), changes.map(({ certificate }) => certificate)],
  )
  await recordHistory(
    seen,
    changes.map(({ thing, certificate, before, after }, place): HistoryEntry => {
      const names = rows[place]
      const related = { kind: 'certificate' as const, id: certificate, name: names?.certificate ?? '' }
      const subject = { kind: 'thing' as const, id: thing, subject: names?.thing ?? '', related }
      if (before === null) return { ...subject, change: 'attached' }
      if (after === null) return { ...subject, change: 'detached' }
      return { ...subject, change: 'exclusive', before, after }
    }),
  )
}

async function recordOthers(seen: Observation, read: ThingPrincipals[], known: ReadonlySet<RowId>): Promise<void> {
  const { rows } = await seen.tx.query<{ id: RowId; before: string[] }>({
    name: 'other-principals',
    text: `UPDATE things t SET other_principals = p.after
       FROM (SELECT o.id, o.other_principals AS before, ARRAY(SELECT jsonb_array_elements_text(n.others)) AS after
         FROM unnest($1::bigint[], $2::jsonb[]) AS n(id, others) JOIN things o ON o.id = n.id) p
       WHERE t.id = p.id AND p.before <> p.after RETURNING t.id, p.before`,
    values: [
      read.map(({ thing }) => thing),
      read.map(({ others }) => JSON.stringify([...new Set(others.map(plainText))].sort())),
    ],
  })
  const byId = new Map(read.map((one) => [one.thing, one]))
  await recordHistory(
    seen,
    rows
      .filter(({ id }) => known.has(id))
      .map(({ id, before }) => {
        const { name = '', others = [] } = byId.get(id) ?? {}
        return { kind: 'thing', id, subject: name, change: 'other-principals', before, after: others }
      }),
  )
}

async function deriveLinked(
  seen: Observation,
  changes: Change[],
  things: RowId[],
  certificates: RowId[],
): Promise<void> {
  const touched = [...new Set(changes.map(({ thing }) => thing))]
  await deriveThings(seen, [...touched, ...things])
  const own = [...certificates, ...changes.map(({ certificate }) => certificate)]
  await deriveCertificates(seen, [...own, ...(await certificatesOf(seen, touched))])
}
