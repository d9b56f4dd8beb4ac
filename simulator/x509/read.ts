/**
 * Reads the little that audits need straight from a certificate's DER (RFC 5280 4.1): a hundred thousand certificates take a
 * moment so, and seconds through a full parser. Throws a RangeError where there is no certificate.
 */
export interface CertificateFacts {
  notBefore: number
  notAfter: number
  /** The subject public key info. */
  spki: Uint8Array
}

export function readCertificate(der: Uint8Array): CertificateFacts {
  const body = childrenOf(element(der, elementAt(der, 0).start))
  const fields = body[0]?.tag === 0xa0 ? body.slice(1) : body
  const [, , , validity, , spki] = fields
  if (!validity || !spki) throw new RangeError('Not a certificate')
  const [notBefore, notAfter] = childrenOf(validity).map(timeOf)
  if (notBefore === undefined || notAfter === undefined) throw new RangeError('No validity')
  return { notBefore, notAfter, spki: spki.whole }
}

/** The modulus of an RSA public key; nothing for other keys. */
export function rsaModulus(spki: Uint8Array): bigint | undefined {
  const [algorithm, key] = childrenOf(element(spki, 0))
  if (!algorithm || !key || !Buffer.from(algorithm.whole).includes(rsaEncryption)) return undefined
  // A bit string begins with the number of unused bits.
  const [modulus] = childrenOf(element(key.content, 1))
  return modulus && BigInt(`0x${Buffer.from(modulus.content).toString('hex')}`)
}

const rsaEncryption = Buffer.from('06092a864886f70d010101', 'hex')

interface Element {
  tag: number
  content: Uint8Array
  whole: Uint8Array
}

function element(bytes: Uint8Array, at: number): Element {
  const { tag, start, end } = elementAt(bytes, at)
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }
}

function childrenOf({ content }: Element): Element[] {
  const children: Element[] = []
  for (let at = 0; at < content.length; ) {
    const child = element(content, at)
    children.push(child)
    at += child.whole.length
  }
  return children
}

function elementAt(bytes: Uint8Array, at: number) {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined) throw new RangeError('DER ends early')
  const count = first & 0x80 ? first & 0x7f : 0
  let length = count ? 0 : first
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  const start = at + 2 + count
  if (start + length > bytes.length) throw new RangeError('DER ends early')
  return { tag, start, end: start + length }
}

/** UTCTime has two digits of the year, which count from 1950. */
function timeOf({ tag, content }: Element): number {
  const text = Buffer.from(content).toString('latin1')
  const digits = tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? 20 : 19}${text}` : text
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((start, place) =>
    Number(digits.slice(start, start + (place ? 2 : 4))),
  )
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}
