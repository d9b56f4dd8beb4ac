import { createHash } from 'node:crypto'
import type { Sql } from '#server/platform/db.ts'
import type { KeptFile, ReportContent, StoredReport } from '../content.ts'
import { whatStays } from '../pseudonyms/words.ts'
import type { SigningKey } from '../seal.ts'
import { keepText, type Place, packedPieces } from './pieces.ts'
import { zipOf } from './zip.ts'

type Bundle = StoredReport['bundles']['bundle']

/** Seals files of a report into one archive: a manifest of all of them, signed. Returns what the archive comes to. */
export async function sealBundle(
  connection: Sql,
  place: Place,
  { content, files, key }: { content: ReportContent; files: readonly KeptFile[]; key: SigningKey },
): Promise<Bundle> {
  const publicKey = await keepText(connection, place, 'public-key.pem', key.publicKey)
  const said = place.folder === '' ? howToVerify : `${howToVerify}\n${whatStays}`
  const readme = await keepText(connection, place, 'README.txt', said)
  const sealed = [...files, publicKey, readme]
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(content, sealed, { key, place }), null, 2)}\n`)
  const signature = `${key.sign(manifest).toString('base64')}\n`
  const all = [
    await keepText(connection, place, 'manifest.json', manifest),
    await keepText(connection, place, 'manifest.sig', signature),
    ...sealed,
  ]
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of bundleBytes(connection, place, all, new Date(content.asOf))) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex'), files: all }
}

/** A sealed bundle, the same to the last byte each time. */
export function bundleBytes(connection: Sql, place: Place, files: readonly KeptFile[], asOf: Date) {
  return zipOf(
    files.map((file) => ({ ...file, packedBytes: () => packedPieces(connection, place, file) })),
    asOf,
  )
}

function manifestOf(
  content: ReportContent,
  files: readonly KeptFile[],
  { key, place }: { key: SigningKey; place: Place },
) {
  const { id, number, title, asOf } = content
  return {
    format: 'fleetwarden-bundle/1',
    product: 'Fleetwarden',
    report: { id, number, title, asOf },
    pseudonymised: place.folder !== '',
    signature: { algorithm: 'Ed25519', keyId: key.keyId, publicKey: 'public-key.pem', file: 'manifest.sig' },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  }
}

const howToVerify = `This archive is sealed: manifest.json names every other file with its size and SHA-256, and manifest.sig is the
Ed25519 signature (base64) over the bytes of manifest.json.

With a checkout of Fleetwarden, offline and without a database:

  npm run verify-report -- ARCHIVE.zip --key PUBLIC-KEY.pem

Take the public key from whoever made the report, not from this archive: the one in here only says which key it was.

Without Fleetwarden: unpack, then

  base64 -d manifest.sig > manifest.sig.bin
  openssl pkeyutl -verify -rawin -pubin -inkey PUBLIC-KEY.pem -in manifest.json -sigfile manifest.sig.bin

and compare the hashes in manifest.json with those of sha256sum.
`
