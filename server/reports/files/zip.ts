import type { KeptFile } from '../content.ts'

/** A file of an archive that is compressed already: deflated, with what an archive says of it known before. */
export type ZippedFile = KeptFile & { packedBytes(): AsyncIterable<Buffer> }

const limit32 = 0xffffffff
const limit16 = 0xffff
// "Made by" UNIX, so that what unpacks it gives files their usual rights; 4.5 knows archives beyond 4 GiB.
const version = { madeBy: (3 << 8) | 45, plain: 20, large: 45 }
const utf8Names = 0x0800
const deflated = 8
const rights = (0o100644 << 16) >>> 0

/**
 * Streams a ZIP archive (APPNOTE 6.3.9) of files that are deflated already, so that taking it costs no compressing and it is
 * the same to the last byte each time. Uses the 64-bit forms where a size or place needs them.
 */
export async function* zipOf(files: readonly ZippedFile[], at: Date): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let place = 0
  for (const file of files) {
    const local = localHeader(file, at)
    directory.push(directoryEntry(file, at, place))
    yield local
    yield* file.packedBytes()
    place += local.length + file.packed
  }
  const entries = Buffer.concat(directory)
  yield entries
  yield end({ files: files.length, bytes: entries.length, place })
}

function localHeader(file: KeptFile, at: Date): Buffer {
  const name = Buffer.from(file.name)
  const large = isLarge(file)
  const extra = large ? wide([file.bytes, file.packed]) : Buffer.alloc(0)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(large ? version.large : version.plain, 4)
  common(header, 6, file, at)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

function directoryEntry(file: KeptFile, at: Date, place: number): Buffer {
  const name = Buffer.from(file.name)
  const large = isLarge(file)
  const far = place >= limit32
  const extra =
    large || far ? wide([...(large ? [file.bytes, file.packed] : []), ...(far ? [place] : [])]) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(version.madeBy, 4)
  header.writeUInt16LE(extra.length > 0 ? version.large : version.plain, 6)
  common(header, 8, file, at)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(rights, 38)
  header.writeUInt32LE(far ? limit32 : place, 42)
  return Buffer.concat([header, name, extra])
}

// Flags, method, time, check sum and sizes stand in the same order in both headers.
function common(header: Buffer, from: number, file: KeptFile, at: Date): void {
  const large = isLarge(file)
  header.writeUInt16LE(utf8Names, from)
  header.writeUInt16LE(deflated, from + 2)
  header.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), from + 4)
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  header.writeUInt16LE(day, from + 6)
  header.writeUInt32LE(file.crc32, from + 8)
  header.writeUInt32LE(large ? limit32 : file.packed, from + 12)
  header.writeUInt32LE(large ? limit32 : file.bytes, from + 16)
}

const isLarge = ({ bytes, packed }: KeptFile) => bytes >= limit32 || packed >= limit32

function wide(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * numbers.length, 2)
  for (const [index, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index)
  return extra
}

function end({ files, bytes, place }: { files: number; bytes: number; place: number }): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(Math.min(files, limit16), 8)
  record.writeUInt16LE(Math.min(files, limit16), 10)
  record.writeUInt32LE(Math.min(bytes, limit32), 12)
  record.writeUInt32LE(Math.min(place, limit32), 16)
  if (files < limit16 && bytes < limit32 && place < limit32) return record
  const large = Buffer.alloc(56)
  large.writeUInt32LE(0x06064b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeUInt16LE(version.madeBy, 12)
  large.writeUInt16LE(version.large, 14)
  for (const [index, number] of [files, files, bytes, place].entries())
    large.writeBigUInt64LE(BigInt(number), 24 + 8 * index)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(place + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([large, locator, record])
}
