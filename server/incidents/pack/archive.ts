import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import yazl from 'yazl'

/** One file of an archive. `content` is asked for when its turn comes, so that one stream is open at a time. */
export type PackedFile = { name: string; content: () => Promise<Readable | string | Buffer> }

/** A file as the manifest names it. */
export type Manifested = { name: string; bytes: number; sha256: string }

/**
 * Streams files as a ZIP archive, one after the other, and a `manifest.json` with the SHA-256 of each as the last. What
 * goes wrong with one destroys the stream: half an archive must not look whole.
 */
export function archive(files: readonly PackedFile[], about: Record<string, unknown>, now: Date): Readable {
  const zip = new yazl.ZipFile()
  const manifest: Manifested[] = []
  const options = { mtime: now }
  const output = new Transform({ transform: (chunk, _, done) => done(null, chunk) })
  for (const { name, content } of files) {
    zip.addReadStreamLazy(name, options, (open) => {
      content().then(
        (found) => {
          const source = found instanceof Readable ? found : Readable.from([found])
          source.once('error', (error) => output.destroy(error))
          open(null, source.pipe(hashing(name, manifest)))
        },
        (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))),
      )
    })
  }
  zip.addReadStreamLazy('manifest.json', options, (open) =>
    open(null, Readable.from([`${JSON.stringify({ ...about, files: manifest }, null, 2)}\n`])),
  )
  zip.end()
  zip.outputStream.once('error', (error) => output.destroy(error))
  zip.outputStream.pipe(output)
  return output
}

function hashing(name: string, manifest: Manifested[]): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      manifest.push({ name, bytes, sha256: hash.digest('hex') })
      done()
    },
  })
}
