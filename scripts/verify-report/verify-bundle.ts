import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { z } from 'zod'

const manifestShape = z.object({
  format: z.literal('fleetwarden-bundle/1'),
  report: z.object({ id: z.string(), number: z.number(), title: z.string(), asOf: z.string() }),
  pseudonymised: z.boolean(),
  signature: z.object({ algorithm: z.literal('Ed25519'), keyId: z.string() }),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
type Manifest = z.infer<typeof manifestShape>

/** Something that is not as it was sealed. `file` is null when it is about the archive. */
export type BundleProblem = {
  kind: 'changed' | 'missing' | 'added' | 'signature' | 'unreadable'
  file: string | null
  says: string
}

/** What an archive comes to. `trusted`: the key was given from elsewhere, not taken from the archive itself. */
export type BundleOutcome = {
  report: Manifest['report'] | null
  pseudonymised: boolean
  files: number
  keyId: string | null
  trusted: boolean
  problems: BundleProblem[]
}

// Of these three nothing but the archive itself says how large they may be.
const unlisted = ['manifest.json', 'manifest.sig']
const mostUnlisted = 16 * 2 ** 20

/**
 * Checks a sealed bundle offline: the signature of its manifest, and every file against its size and hash there. Reads file
 * by file in constant memory. Throws only when the archive cannot be opened at all, or the given key is none.
 */
export async function verifyBundle(path: string, givenKey: string | null): Promise<BundleOutcome> {
  if (givenKey !== null && !keyFrom(givenKey))
    throw new Error('The key that was given is no Ed25519 public key in PEM: nothing was checked.')
  const open = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)
  const zip = await open(path, { lazyEntries: true, autoClose: false, strictFileNames: true })
  try {
    return await verifyEntries(zip, await entriesOf(zip), givenKey)
  } finally {
    zip.close()
  }
}

type Entries = { byName: Map<string, yauzl.Entry>; problems: BundleProblem[] }

function entriesOf(zip: yauzl.ZipFile): Promise<Entries> {
  const byName = new Map<string, yauzl.Entry>()
  const problems: BundleProblem[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      const { fileName: file } = entry
      // Which of two would be unpacked is the choice of whoever unpacks.
      // What packs an unpacked bundle again writes folders, too, which hold nothing.
      if (file.endsWith('/') && entry.uncompressedSize === 0) {
        zip.readEntry()
        return
      }
      if (byName.has(file)) problems.push({ kind: 'added', file, says: 'is in the archive twice' })
      else byName.set(file, entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve({ byName, problems }))
    zip.once('error', reject)
    zip.readEntry()
  })
}

async function verifyEntries(zip: yauzl.ZipFile, { byName, problems }: Entries, givenKey: string | null) {
  const outcome: BundleOutcome = {
    ...{ report: null, pseudonymised: false, files: 0, keyId: null, trusted: givenKey !== null, problems },
  }
  const bytes = await small(zip, byName.get('manifest.json'))
  if (!bytes) {
    problems.push({ kind: 'missing', file: 'manifest.json', says: 'is missing or cannot be read' })
    return outcome
  }
  const manifest = parsed(bytes)
  const key = keyFrom(givenKey ?? (await small(zip, byName.get('public-key.pem')))?.toString('utf8'))
  outcome.keyId = key ? idOf(key) : null
  const signature = await small(zip, byName.get('manifest.sig'))
  if (!signature) problems.push({ kind: 'missing', file: 'manifest.sig', says: 'is missing or cannot be read' })
  else if (!key)
    problems.push({ kind: 'signature', file: null, says: 'There is no public key to check the signature with' })
  else if (!verify(null, bytes, key, Buffer.from(signature.toString('utf8').trim(), 'base64')))
    problems.push({ kind: 'signature', file: 'manifest.json', says: 'was not signed like this with the key' })
  if (!manifest) {
    problems.push({ kind: 'unreadable', file: 'manifest.json', says: 'is no manifest that this version knows' })
    return outcome
  }
  const { report, pseudonymised, files } = manifest
  for (const file of files) problems.push(...(await compared(zip, byName.get(file.name), file)))
  const named = new Set([...files.map(({ name }) => name), ...unlisted])
  for (const name of byName.keys())
    if (!named.has(name)) problems.push({ kind: 'added', file: name, says: 'is not named in the manifest' })
  return { ...outcome, report, pseudonymised, files: files.length }
}

async function compared(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry | undefined,
  { name, bytes, sha256 }: Manifest['files'][number],
): Promise<BundleProblem[]> {
  if (!entry) return [{ kind: 'missing', file: name, says: 'is missing' }]
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const chunk of await contentOf(zip, entry)) {
      read += chunk.length
      hash.update(chunk)
      if (read > bytes) return [{ kind: 'changed', file: name, says: `is longer than ${bytes} bytes` }]
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [{ kind: 'changed', file: name, says: `cannot be unpacked: ${why}` }]
  }
  if (read !== bytes) return [{ kind: 'changed', file: name, says: `has ${read} bytes, not ${bytes}` }]
  return hash.digest('hex') === sha256 ? [] : [{ kind: 'changed', file: name, says: 'has another SHA-256' }]
}

function contentOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<AsyncIterable<Buffer>> {
  return promisify<yauzl.Entry, AsyncIterable<Buffer>>(zip.openReadStream.bind(zip))(entry)
}

async function small(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined): Promise<Buffer | null> {
  if (!entry) return null
  const chunks: Buffer[] = []
  let read = 0
  try {
    for await (const chunk of await contentOf(zip, entry)) {
      read += chunk.length
      if (read > mostUnlisted) return null
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch {
    return null
  }
}

function parsed(bytes: Buffer): Manifest | null {
  try {
    return manifestShape.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

function keyFrom(pem: string | undefined): KeyObject | null {
  try {
    const key = createPublicKey(pem ?? '')
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

// As server/reports/seal.ts names keys; repeated here, as a verifier should rest on little of what it verifies.
const idOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)
