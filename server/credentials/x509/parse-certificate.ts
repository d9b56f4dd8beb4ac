import { createHash } from 'node:crypto'
import { childrenOf, type Element, elementAt, oidOf, stringOf, tags, timeOf } from './der.ts'
import { attributeNames, curveBits, ecKey, otherKeys, rsaKey, signatureNames } from './names.ts'

/** What a certificate says of itself. `fingerprint` is the SHA-256 of its DER in lower-case hex. */
export type X509Facts = {
  subject: string
  commonName: string | null
  issuer: string
  /** Upper-case hex, as OpenSSL prints it. */
  serialNumber: string
  fingerprint: string
  notBefore: Date
  notAfter: Date
  keyAlgorithm: string
  keyBits: number | null
  signatureAlgorithm: string
}

// Made-up object identifiers have no end, and these are indexed.
const longestOid = 100

/**
 * Reads the first certificate of a PEM (RFC 5280 4.1). Throws when there is none or it is not well-formed.
 * Not node's X509Certificate: that takes 0.2 ms a piece, which a million certificates would notice, and does not
 * tell the signature algorithm.
 */
export function parseCertificate(pem: string): X509Facts {
  const der = derOf(pem)
  const [body, signature] = childrenOf(der, expect(elementAt(der, 0), tags.sequence))
  const fields = childrenOf(der, expect(body, tags.sequence))
  if (fields[0]?.tag === tags.version) fields.shift()
  const [serial, , issuer, validity, subject, key] = fields
  const [notBefore, notAfter] = childrenOf(der, expect(validity, tags.sequence))
  const names = distinguishedName(der, expect(subject, tags.sequence))
  const signatureOid = oidOf(der, expect(childrenOf(der, expect(signature, tags.sequence))[0], tags.oid))
  return {
    subject: written(names),
    commonName: names.findLast(({ name }) => name === 'CN')?.value ?? null,
    issuer: written(distinguishedName(der, expect(issuer, tags.sequence))),
    serialNumber: serialOf(der, expect(serial, tags.integer)),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    notBefore: timeOf(der, expect(notBefore)),
    notAfter: timeOf(der, expect(notAfter)),
    ...keyOf(der, expect(key, tags.sequence)),
    signatureAlgorithm: signatureNames[signatureOid] ?? signatureOid.slice(0, longestOid),
  }
}

function derOf(pem: string): Buffer {
  const begin = pem.indexOf('-----BEGIN CERTIFICATE-----')
  const end = pem.indexOf('-----END CERTIFICATE-----', begin)
  if (begin < 0 || end < 0) throw new Error('no PEM certificate')
  const der = Buffer.from(pem.slice(begin + 27, end), 'base64')
  // What follows the certificate inside the armour is not part of it.
  return der.subarray(0, elementAt(der, 0).end)
}

type Attribute = { name: string; value: string }

function distinguishedName(der: Buffer, name: Element): Attribute[] {
  return childrenOf(der, name).flatMap((set) =>
    childrenOf(der, set).map((pair) => {
      const [type, value] = childrenOf(der, pair)
      const oid = oidOf(der, expect(type, tags.oid))
      return { name: attributeNames[oid] ?? oid, value: stringOf(der, expect(value)) }
    }),
  )
}

// In the certificate's own order; the characters RFC 4514 escapes are escaped. PostgreSQL's text cannot hold U+0000.
function written(attributes: Attribute[]): string {
  const escaped = (value: string) => value.replaceAll('\u0000', '\ufffd').replace(/[,+"\\<>;]/g, '\\$&')
  return attributes.map(({ name, value }) => `${name}=${escaped(value)}`).join(', ')
}

function serialOf(der: Buffer, { start, end }: Element): string {
  const hex = der.toString('hex', start, end).toUpperCase()
  return hex.replace(/^(00)+(?=..)/, '')
}

function keyOf(der: Buffer, key: Element): Pick<X509Facts, 'keyAlgorithm' | 'keyBits'> {
  const [algorithm, bits] = childrenOf(der, key)
  const [oidElement, parameters] = childrenOf(der, expect(algorithm, tags.sequence))
  const oid = oidOf(der, expect(oidElement, tags.oid))
  if (oid === rsaKey) return { keyAlgorithm: 'RSA', keyBits: modulusBits(der, expect(bits, tags.bitString)) }
  if (oid === ecKey) {
    const curve = parameters?.tag === tags.oid ? oidOf(der, parameters) : ''
    return { keyAlgorithm: 'EC', keyBits: curveBits[curve] ?? null }
  }
  const { algorithm: keyAlgorithm, bits: keyBits } = otherKeys[oid] ?? {
    algorithm: oid.slice(0, longestOid),
    bits: null,
  }
  return { keyAlgorithm, keyBits }
}

function modulusBits(der: Buffer, { start, end }: Element): number {
  const [modulus] = childrenOf(der, elementAt(der, start + 1, end))
  const { start: from, end: to } = expect(modulus, tags.integer)
  let first = from
  while (first < to && der[first] === 0) first++
  if (first === to) return 0
  return (to - first) * 8 - (Math.clz32(der[first] ?? 0) - 24)
}

function expect(element: Element | undefined, tag?: number): Element {
  if (!element || (tag !== undefined && element.tag !== tag)) throw new Error('not an X.509 certificate')
  return element
}
