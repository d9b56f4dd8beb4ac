import { type IoTClient, RegisterCertificateWithoutCACommand } from '@aws-sdk/client-iot'
import { ecAuthority } from '#simulator/x509/authority.ts'
import { EcKey } from '#simulator/x509/ec-key.ts'
import { certificatePem, type DistinguishedName, issue } from '#simulator/x509/issue.ts'

const authority = ecAuthority({
  seed: 'test',
  name: [['CN', 'Test CA']],
  notBefore: new Date('2025-01-01'),
  notAfter: new Date('2035-01-01'),
})

export const authorityPem = certificatePem(authority.der)

/** A client certificate of the test authority. */
export const leafPem = (subject: DistinguishedName, seed = 'leaf') =>
  certificatePem(
    issue(authority, {
      subject,
      spki: new EcKey(seed).spki,
      serial: Buffer.from([1]),
      notBefore: new Date('2025-02-01'),
      notAfter: new Date('2027-02-01'),
      kind: 'client',
    }),
  )

/** Registers a new certificate without a CA. */
export async function registerCertificate(
  iot: IoTClient,
  status: 'ACTIVE' | 'INACTIVE' | 'PENDING_ACTIVATION' = 'ACTIVE',
) {
  const command = new RegisterCertificateWithoutCACommand({ certificatePem: leafPem([['CN', 'leaf']]), status })
  const { certificateId = '', certificateArn = '' } = await iot.send(command)
  return { certificateId, certificateArn }
}
