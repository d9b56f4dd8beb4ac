import { EcKey } from './ec-key.ts'
import { type DistinguishedName, type Issuer, issue } from './issue.ts'
import { RsaKey } from './rsa-key.ts'
import { sha256 } from './seeded.ts'

/** A certificate authority with its own self-signed certificate. */
export interface Authority extends Issuer {
  der: Buffer
}

interface AuthorityOptions {
  seed: string
  name: DistinguishedName
  notBefore: Date
  notAfter: Date
}

export function ecAuthority(options: AuthorityOptions): Authority {
  const key = new EcKey(`authority:${options.seed}`)
  return selfSigned({ name: options.name, scheme: 'ecdsa-sha256', spki: key.spki, sign: key.sign.bind(key) }, options)
}

function selfSigned(issuer: Issuer, { seed, name, notBefore, notAfter }: AuthorityOptions): Authority {
  const serial = sha256('serial:', seed).subarray(0, 16)
  return {
    ...issuer,
    der: issue(issuer, { subject: name, spki: issuer.spki, serial, notBefore, notAfter, kind: 'ca' }),
  }
}

/** The name AWS IoT puts on certificates it issues itself: one organizational unit that only looks like a whole name. */
const amazonName: DistinguishedName = [['OU', 'Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US']]

/** What AWS IoT signs with when it issues certificates itself; its own certificate is never shown to customers. */
export function amazonIssuer(seed: string): Issuer {
  const key = new RsaKey(`amazon:${seed}`)
  return { name: amazonName, scheme: 'rsa-sha256', spki: key.spki, sign: key.sign.bind(key) }
}

export const amazonSubject: DistinguishedName = [['CN', 'AWS IoT Certificate']]

/** Certificates AWS issues all end at this second. */
export const amazonNotAfter = new Date('2049-12-31T23:59:59Z')
