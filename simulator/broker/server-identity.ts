import { ecAuthority } from '../x509/authority.ts'
import { EcKey } from '../x509/ec-key.ts'
import { certificatePem, issue } from '../x509/issue.ts'
import { sha256 } from '../x509/seeded.ts'

const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') }

/** The broker's own certificate and key, and the root that devices must trust. All PEM. */
export function serverIdentity(seed: string) {
  const root = ecAuthority({ seed: `broker/${seed}`, name: [['CN', 'Simulated AWS Root CA']], ...validity })
  const key = new EcKey(`broker/${seed}`)
  const serial = sha256(`broker/${seed}`).subarray(0, 16)
  const subject = [['CN', 'localhost']] as const
  const certificate = issue(root, { subject, spki: key.spki, serial, kind: 'server', ...validity })
  return {
    ca: certificatePem(root.der),
    cert: certificatePem(certificate),
    key: key.privateKey().export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
