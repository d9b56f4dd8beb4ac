import {
  bits,
  context,
  integer,
  nothing,
  octets,
  oid,
  pem,
  printableOrUtf8,
  sequence,
  set,
  time,
  tlv,
  yes,
} from './der.ts'
import { sha256 } from './seeded.ts'

/** A distinguished name, outermost part first: `[['O', 'Acme'], ['CN', 'sensor-1']]`. */
export type DistinguishedName = readonly (readonly [keyof typeof nameTypes, string])[]

const nameTypes = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  title: '2.5.4.12',
} as const

export type SignatureScheme = 'ecdsa-sha256' | 'ecdsa-sha1' | 'rsa-sha256' | 'rsa-sha1'

const schemes: Record<SignatureScheme, { oid: string; hash: 'sha1' | 'sha256' }> = {
  'ecdsa-sha256': { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  'ecdsa-sha1': { oid: '1.2.840.10045.4.1', hash: 'sha1' },
  'rsa-sha256': { oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
  'rsa-sha1': { oid: '1.2.840.113549.1.1.5', hash: 'sha1' },
}

/** What signs: a name, a key, and the public half for the authority key identifier. */
export interface Issuer {
  name: DistinguishedName
  spki: Buffer
  sign(hash: 'sha1' | 'sha256', message: Uint8Array): Buffer
  scheme: SignatureScheme
}

export interface CertificateRequest {
  subject: DistinguishedName
  spki: Uint8Array
  /** Big-endian, at most 20 bytes. */
  serial: Uint8Array
  notBefore: Date
  notAfter: Date
  kind: 'ca' | 'client' | 'server'
  scheme?: SignatureScheme
}

/** The DER of an X.509 v3 certificate. Same request and issuer, same bytes. */
export function issue(issuer: Issuer, request: CertificateRequest): Buffer {
  const { oid: algorithm, hash } = schemes[request.scheme ?? issuer.scheme]
  const signature = sequence(oid(algorithm), ...(algorithm.includes('113549') ? [nothing()] : []))
  const body = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(request.serial),
    signature,
    nameOf(issuer.name),
    sequence(time(request.notBefore), time(request.notAfter)),
    nameOf(request.subject),
    Buffer.from(request.spki),
    context(3, sequence(...extensions(issuer, request))),
  )
  return sequence(body, signature, bits(issuer.sign(hash, body)))
}

export const certificatePem = (der: Uint8Array) => pem('CERTIFICATE', der)

const nameOf = (name: DistinguishedName) =>
  sequence(...name.map(([type, value]) => set(sequence(oid(nameTypes[type]), printableOrUtf8(value)))))

function extensions(issuer: Issuer, { kind, spki }: CertificateRequest) {
  const isCa = kind === 'ca'
  const usage = isCa ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7)
  return [
    extension('2.5.29.35', sequence(tlv(0x80, keyId(issuer.spki)))),
    extension('2.5.29.14', octets(keyId(spki))),
    extension('2.5.29.19', isCa ? sequence(yes()) : sequence(), true),
    extension('2.5.29.15', usage, true),
    ...(kind === 'server' ? serverExtensions() : []),
  ]
}

/** A broker on this machine is reached as localhost. */
const serverExtensions = () => [
  extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
  extension('2.5.29.17', sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])))),
]

const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(value))

const keyId = (spki: Uint8Array) => sha256(spki).subarray(0, 20)
