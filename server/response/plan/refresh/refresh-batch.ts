import type { FactAccount } from '#server/history/observation.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import type { Depth } from './depth.ts'
import { type Fresh, nothingFresh } from './fresh.ts'
import { keepSharing, keepStatuses, keepUntold } from './keep-certificates.ts'
import { keepGroups, keepMemberships, keepPrincipals, keepThings } from './keep-things.ts'
import { observe } from './observe.ts'
import { type CertificateRead, readCertificates } from './read-certificates.ts'
import { readGroups, readJobs, readThings, sortPrincipals, type ThingRead } from './read-things.ts'

/** Which objects to look at. */
export type Wanted = { things: string[]; certificates: string[] }

/**
 * Asks AWS for these things, their certificates, and these certificates, as deep as `depth` says, and writes the
 * answers into the fact tables, so that every page shows them. What AWS does not tell stays as it was. `missing`:
 * certificates that a list just now did not hold; like those never collected, they are asked for whatever the depth.
 */
export async function refreshBatch(
  parts: AskingParts,
  asked: Asked,
  account: FactAccount,
  { things: names, certificates: ids }: Wanted,
  depth: Depth,
  missing: ReadonlySet<string> = new Set(),
): Promise<Fresh> {
  if (!asksAnything(depth) && missing.size === 0) return nothingFresh()
  // Jobs have a small quota of their own; nothing waits for them but the end.
  const [fresh, jobs] = await Promise.all([
    readAndKeep(parts, asked, account, { things: names, certificates: ids }, depth, missing),
    depth.jobs ? readJobs(parts, asked, names) : [],
  ])
  for (const { name, jobs: unfinished } of jobs) fresh.jobs.set(name, unfinished)
  return fresh
}

async function readAndKeep(
  parts: AskingParts,
  asked: Asked,
  account: FactAccount,
  { things: names, certificates: ids }: Wanted,
  depth: Depth,
  missing: ReadonlySet<string>,
): Promise<Fresh> {
  const asOf = await databaseTime(parts)
  const things = await readThings(parts, asked, names, depth)
  const theirs = await certificatesOf(parts, account, things)
  const wanted = [...new Set([...ids, ...theirs])]
  const known = await knownCertificates(parts, account, wanted)
  const inDoubt = wanted.filter((id) => !known.has(id) || missing.has(id))
  const others = wanted.filter((id) => known.has(id) && !missing.has(id))
  const certificates = [
    ...(await readCertificates(parts, asked, account, others, depth)),
    ...(await readCertificates(parts, asked, account, inDoubt, { ...depth, statuses: 'each' })),
  ]
  const groups = depth.memberships ? await readGroups(parts, asked, await newGroups(parts, account, things)) : []
  await observe(parts, account, async (seen) => {
    const kept = await keepThings(seen('things'), things)
    await keepStatuses(seen('certificates'), certificates)
    await keepUntold(seen('certificates'), certificates, known)
    await keepPrincipals(seen('thing-principals'), things, kept.rows, asOf)
    await keepSharing(seen('thing-principals'), certificates, asOf)
    await keepGroups(seen('thing-groups'), groups)
    await keepMemberships(seen('thing-group-members'), things, kept)
  })
  return freshOf(things, certificates)
}

const asksAnything = ({ things, attachments, memberships, statuses, sharing, jobs }: Depth) =>
  things || attachments || memberships || statuses === 'each' || sharing || jobs

function freshOf(things: ThingRead[], certificates: CertificateRead[]): Fresh {
  const fresh = nothingFresh()
  for (const { name, thing, principals, groups } of things) {
    if (thing !== undefined) fresh.things.add(name)
    if (principals !== undefined || thing === null) fresh.attachments.add(name)
    if (groups !== undefined || thing === null) fresh.memberships.add(name)
  }
  for (const { id, certificate, things: users } of certificates) {
    if (certificate !== undefined) fresh.statuses.add(id)
    if (users !== undefined) fresh.sharing.set(id, (users ?? []).map(({ thingName }) => thingName).sort())
  }
  return fresh
}

async function databaseTime({ pool }: AskingParts): Promise<Date> {
  const { rows } = await pool.query<{ at: Date }>('SELECT clock_timestamp() AS at')
  return rows[0]?.at ?? new Date()
}

/** Certificates that AWS names as these things', and those it did not tell of as last collected. */
async function certificatesOf({ pool }: AskingParts, { id }: FactAccount, things: ThingRead[]): Promise<string[]> {
  const told = things.flatMap(({ principals }) => sortPrincipals(principals ?? []).certificates.map((one) => one.id))
  const untold = things.filter(({ principals }) => principals === undefined).map(({ name }) => name)
  if (untold.length === 0) return told
  const { rows } = await pool.query<{ certificate: string }>(
    `SELECT DISTINCT c.certificate_id AS certificate FROM things t
     JOIN thing_certificates l ON l.thing_row_id = t.id JOIN certificates c ON c.id = l.certificate_row_id
     WHERE t.account_id = $1 AND t.name = ANY($2::text[]) AND c.gone_at IS NULL`,
    [id, untold],
  )
  return [...told, ...rows.map(({ certificate }) => certificate)]
}

async function knownCertificates({ pool }: AskingParts, { id }: FactAccount, ids: string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ certificate: string }>(
    `SELECT certificate_id AS certificate FROM certificates
     WHERE account_id = $1 AND certificate_id = ANY($2::text[]) AND gone_at IS NULL`,
    [id, ids],
  )
  return new Set(rows.map(({ certificate }) => certificate))
}

/** Groups of these things that were never described, or that were thought to be gone. */
async function newGroups({ pool }: AskingParts, { id }: FactAccount, things: ThingRead[]): Promise<string[]> {
  const names = [...new Set(things.flatMap(({ groups }) => groups ?? []))]
  if (names.length === 0) return []
  const { rows } = await pool.query<{ name: string }>(
    `SELECT name FROM thing_groups
     WHERE account_id = $1 AND NOT billing AND name = ANY($2::text[]) AND gone_at IS NULL AND described_at IS NOT NULL`,
    [id, names],
  )
  const known = new Set(rows.map(({ name }) => name))
  return names.filter((name) => !known.has(name))
}
