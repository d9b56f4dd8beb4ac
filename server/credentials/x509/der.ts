/** One DER element: its tag, and where its content lies in the buffer. */
export type Element = { tag: number; start: number; end: number }

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  version: 0xa0,
} as const

/** Reads the element at `offset`. Throws when it runs past the end or is not definite-length DER. */
export function elementAt(der: Buffer, offset: number, limit = der.length): Element {
  const tag = byteAt(der, offset)
  let length = byteAt(der, offset + 1)
  let start = offset + 2
  if (length === 0x80) throw new Error('indefinite length')
  if (length > 0x80) {
    const bytes = length & 0x7f
    if (bytes > 4) throw new Error('length too long')
    length = 0
    for (let i = 0; i < bytes; i++) length = length * 256 + byteAt(der, start + i)
    start += bytes
  }
  if (start + length > limit) throw new Error('truncated')
  return { tag, start, end: start + length }
}

/** The elements inside a constructed one, in order. */
export function childrenOf(der: Buffer, { start, end }: Element): Element[] {
  const children: Element[] = []
  for (let offset = start; offset < end; ) {
    const child = elementAt(der, offset, end)
    children.push(child)
    offset = child.end
  }
  return children
}

/** An object identifier in dotted form. */
export function oidOf(der: Buffer, { start, end }: Element): string {
  const parts: number[] = []
  let value = 0
  for (let i = start; i < end; i++) {
    const byte = byteAt(der, i)
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(value / 40))
      parts.push(first, value - first * 40)
    } else parts.push(value)
    value = 0
  }
  return parts.join('.')
}

/** UTCTime or GeneralizedTime, in the forms RFC 5280 4.1.2.5 allows. */
export function timeOf(der: Buffer, element: Element): Date {
  const text = der.toString('latin1', element.start, element.end)
  const century = element.tag === tags.utcTime ? (Number(text.slice(0, 2)) >= 50 ? '19' : '20') : ''
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text)
  if (!match) throw new Error(`time ${JSON.stringify(text)}`)
  const [, year, month, day, hour, minute, second] = match.map(Number)
  const time = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second))
  // JavaScript counts the 40th of a month on into the next, and takes the year 26 for 1926.
  if (time.toISOString().replace(/\D/g, '').slice(0, 14) !== century + text.slice(0, -1)) {
    throw new Error(`time ${JSON.stringify(text)}`)
  }
  return time
}

/** A character string of any of the types names are written in. */
export function stringOf(der: Buffer, { tag, start, end }: Element): string {
  // BMPString is UTF-16 in big-endian order; Node decodes only the little one.
  if (tag === 0x1e) return Buffer.from(der.subarray(start, end)).swap16().toString('utf16le')
  return der.toString(tag === 0x0c ? 'utf8' : 'latin1', start, end)
}

function byteAt(der: Buffer, offset: number): number {
  const byte = der[offset]
  if (byte === undefined) throw new Error('truncated')
  return byte
}
