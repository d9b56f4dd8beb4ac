import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Attestation, ControlAnswer } from '#contract/reports.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type AttestationRow, attestationColumns, attestationTables, toAttestation } from '../facts/attestations.ts'
import { requireControl } from '../queries/controls.ts'

type Given = {
  control: string
  account: number | null
  answer: Exclude<ControlAnswer, 'unknown'>
  statement: string
  link: string | null
  file: { name: string; base64: string } | null
  days: number
}

const dayMs = 86_400_000
const mebibyte = 1024 * 1024
const mostBytes = 5 * mebibyte
// Of one person, within 24 hours.
const mostFilesADay = 20
const mostBytesADay = 50 * mebibyte

/** Keeps what a person vouches for, until it is to be reviewed. Earlier ones stay as they are. Throws a Refusal for a file that cannot be kept. */
export async function attestControl(context: Context, given: Given): Promise<Attestation> {
  const { control, account, answer, statement, link, days } = given
  const { title, kind } = requireControl(control)
  const file = given.file && readFile(given.file)
  const attempted = {
    action: 'control.attested',
    object: { kind: 'control', id: control, name: title },
    reason: statement,
    detail: { account, answer, link, days, file: file && { name: file.name, sha256: file.sha256 } },
  }
  return attempt(context, attempted, async (client, actor) => {
    if (kind === 'automatic')
      throw new Refusal('conflict', 'Facts alone decide this control: what a person vouches for would change nothing.')
    await requireAccount(client, account)
    if (file) await requireRoom(client, { owner: actor.id, bytes: file.bytes.length, now: context.now })
    const fileId = file && (await keepFile(client, file))
    const expires = new Date(context.now.getTime() + days * dayMs)
    const { rows } = await client.query<{ id: string }>(
      `insert into attestations (control_id, account_id, answer, statement, link, file_id, owner_id, owner_name, reviewed_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id::text`,
      [control, account, answer, statement, link, fileId, actor.id, actor.name, context.now, expires],
    )
    await recordMany(client, context, [attempted])
    await tell(client, { type: 'report', report: null })
    return readAttestation(client, rows[0]?.id ?? '', context.now)
  })
}

/** One attestation, as it was just written. */
export async function readAttestation(client: pg.PoolClient, id: string, now: Date): Promise<Attestation> {
  const { rows } = await client.query<AttestationRow>(
    `select ${attestationColumns} from ${attestationTables} where a.id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Error('The attestation was not written')
  return toAttestation(row, now)
}

type Kept = { name: string; bytes: Buffer; sha256: string }

function readFile({ name, base64 }: { name: string; base64: string }): Kept {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0) throw new Refusal('invalid', 'The file is empty.')
  if (bytes.length > mostBytes) throw new Refusal('invalid', 'A file may have 5 MiB.')
  return { name: plainName(name), bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** A file's name without anything that a path, a header or a terminal would read: folders, quotes, controls, marks of direction. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}"<>:|?*;%]/gu, '_')
    .trim()
    .replace(/^\.+/, '')
  return plain === '' ? 'file' : plain
}

/** Throws a Refusal when somebody has attached as much within a day as one person may: what is kept is kept for years. */
async function requireRoom(client: pg.PoolClient, { owner, bytes, now }: { owner: string; bytes: number; now: Date }) {
  // One after the other, or two at once would both find room.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('evidence of ' || $1, 0))`, [owner])
  const { rows } = await client.query<{ files: number; bytes: number; oldest: Date | null }>(
    `select count(*)::int as files, coalesce(sum(octet_length(f.bytes)), 0)::float8 as bytes, min(a.reviewed_at) as oldest
     from attestations a join attestation_files f on f.id = a.file_id where a.owner_id = $1 and a.reviewed_at > $2`,
    [owner, new Date(now.getTime() - dayMs)],
  )
  const [taken] = rows
  if (!taken?.oldest || (taken.files < mostFilesADay && taken.bytes + bytes <= mostBytesADay)) return
  const again = new Date(taken.oldest.getTime() + dayMs).toISOString().slice(0, 16).replace('T', ' ')
  throw new Refusal(
    'too-many',
    `You attached ${taken.files} files of ${Math.ceil(taken.bytes / mebibyte)} MiB within a day. One person may attach ${mostFilesADay} files and ${mostBytesADay / mebibyte} MiB; there is room again from ${again} UTC. A link needs none.`,
  )
}

async function keepFile(client: pg.PoolClient, { name, bytes, sha256 }: Kept): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'insert into attestation_files (name, sha256, bytes) values ($1, $2, $3) returning id::text',
    [name, sha256, bytes],
  )
  return rows[0]?.id ?? ''
}
