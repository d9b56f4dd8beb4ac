import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw, createInflateRaw } from 'node:zlib'
import type { Sql } from '#server/platform/db.ts'
import type { KeptFile } from '../content.ts'

const pieceBytes = 2 ** 20
// The quickest: a report waits for it, and a register shrinks to a fifth already.
const compression = { level: 1, chunkSize: 256 * 1024 }

/** What of a report a file is kept as: `folder` sets its pseudonymised twin apart. */
export type Place = { report: string; folder: '' | 'pseudonymised/' }

/**
 * Keeps a file of a report in compressed pieces of 1 MiB, hashed on the way; no more than a few pieces are in memory at a
 * time. They are written with `connection`, which must not be the one that the source reads from.
 */
export async function keepFile(
  connection: Sql,
  { report, folder }: Place,
  name: string,
  source: AsyncIterable<Buffer>,
): Promise<KeptFile> {
  const hash = createHash('sha256')
  const counted = { bytes: 0, crc32: 0, packed: 0, place: 0 }
  let held: Buffer[] = []
  let heldBytes = 0
  // One piece is written while the next is compressed.
  let writing: Promise<unknown> = Promise.resolve()
  const flush = async () => {
    if (heldBytes === 0) return
    await writing
    writing = connection.query('insert into report_pieces (report_id, file, place, bytes) values ($1, $2, $3, $4)', [
      ...[report, folder + name, counted.place++, Buffer.concat(held, heldBytes)],
    ])
    // Whoever awaits it hears of its failure; until then it must not end the process.
    writing.catch(() => undefined)
    counted.packed += heldBytes
    held = []
    heldBytes = 0
  }
  await pipeline(
    async function* () {
      for await (const chunk of source) {
        hash.update(chunk)
        counted.crc32 = crc32(chunk, counted.crc32)
        counted.bytes += chunk.length
        yield chunk
      }
    },
    createDeflateRaw(compression),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) {
        held.push(chunk)
        heldBytes += chunk.length
        if (heldBytes >= pieceBytes) await flush()
      }
      await flush()
      await writing
    },
  )
  return { name, bytes: counted.bytes, packed: counted.packed, crc32: counted.crc32, sha256: hash.digest('hex') }
}

/** The same for what is in memory anyway. */
export const keepText = (connection: Sql, place: Place, name: string, content: string | Buffer): Promise<KeptFile> =>
  keepFile(connection, place, name, Readable.from([Buffer.from(content)]))

/** The pieces of a file as they are kept, one at a time. Throws when one of them is missing: the report was taken away meanwhile. */
export async function* packedPieces(
  connection: Sql,
  { report, folder }: Place,
  file: KeptFile,
): AsyncGenerator<Buffer> {
  let read = 0
  for (let place = 0; read < file.packed; place += 1) {
    const { rows } = await connection.query<{ bytes: Buffer }>(
      'select bytes from report_pieces where report_id = $1 and file = $2 and place = $3',
      [report, folder + file.name, place],
    )
    const [row] = rows
    if (!row) throw new Error(`A piece of ${file.name} is missing`)
    read += row.bytes.length
    yield row.bytes
  }
}

/** A kept file as it was given. */
export function readFile(connection: Sql, place: Place, file: KeptFile): Readable {
  const packed = Readable.from(packedPieces(connection, place, file), { objectMode: false })
  const inflate = createInflateRaw()
  packed.once('error', (error) => inflate.destroy(error))
  inflate.once('close', () => packed.destroy())
  return packed.pipe(inflate)
}
