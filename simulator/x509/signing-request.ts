import 'reflect-metadata'
import { createPublicKey } from 'node:crypto'
import { Pkcs10CertificateRequest } from '@peculiar/x509'
import type { DistinguishedName } from './issue.ts'

/** Reads a PKCS #10 request; nothing when it is malformed, wrongly signed, or has a key AWS IoT does not take. */
export async function readSigningRequest(
  pem: string,
): Promise<{ spki: Buffer; subject: DistinguishedName } | undefined> {
  try {
    const request = new Pkcs10CertificateRequest(pem)
    const spki = Buffer.from(request.publicKey.rawData)
    if (!(await request.verify()) || !isAcceptedKey(spki)) return undefined
    return { spki, subject: namesOf(request) }
  } catch {
    return undefined
  }
}

/** RSA from 2048 bits, or one of the three NIST curves. */
function isAcceptedKey(spki: Buffer) {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  return ['prime256v1', 'secp384r1', 'secp521r1'].includes(asymmetricKeyDetails?.namedCurve ?? '')
}

const carried = ['C', 'ST', 'L', 'O', 'OU', 'CN', 'serialNumber'] as const

function namesOf({ subjectName }: Pkcs10CertificateRequest): DistinguishedName {
  const names = carried.flatMap((type) => subjectName.getField(type).map((value) => [type, value] as const))
  return names.length ? names : [['CN', 'AWS IoT Certificate']]
}
