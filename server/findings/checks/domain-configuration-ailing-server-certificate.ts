import { check } from '../check.ts'
import { isServed, parsed } from '../shapes/objects.ts'

export default check({
  about: 'domain-configuration',
  reads: ['account-settings'],
  title: 'Endpoint’s server certificate is not in order',
  why: 'Devices that check whom they talk to, as they should, no longer connect.',
  fix: 'Renew or replace the certificate in ACM, and look at the reason that AWS gives.',
  source: 'AWS IoT API Reference, DescribeDomainConfiguration (ServerCertificateSummary)',
  severity: 'high',
  applies: isServed,
  judge({ facts }) {
    const domain = parsed('domain-configuration', facts)
    if (!domain) return { unknown: 'AWS did not say what it has' }
    // An endpoint of AWS's own names none: AWS looks after it.
    const ailing = (domain.serverCertificates ?? []).filter((one) => one.serverCertificateStatus === 'INVALID')
    const [first] = ailing
    if (!first) {
      const told = (domain.serverCertificates ?? []).every((one) => one.serverCertificateStatus)
      return told ? null : { unknown: 'AWS did not say how its server certificate is' }
    }
    const related = ailing.map((one) => ({ kind: 'server-certificate', name: one.serverCertificateArn ?? 'unnamed' }))
    return {
      severity: 'high',
      detail: first.serverCertificateStatusDetail?.slice(0, 200) || 'AWS calls it invalid',
      related,
    }
  },
})
