import { randomBytes } from 'node:crypto'

/**
 * A new UUID of version 7 (RFC 9562): its first 48 bits are the milliseconds since 1970. Rows that are written together
 * stand together in the index of their ids, where random ones would each touch a page of their own.
 */
export function orderedUuid(at = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
