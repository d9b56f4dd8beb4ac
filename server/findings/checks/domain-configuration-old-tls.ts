import { check } from '../check.ts'
import { isServed, parsed } from '../shapes/objects.ts'

// The names say the least version of TLS (Developer Guide, "Transport security").
const old = /_TLS1[23]_1_0_/
const current = /_TLS1[23]_1_[23]_/

export default check({
  about: 'domain-configuration',
  reads: ['account-settings'],
  title: 'Endpoint takes old versions of TLS',
  why: 'TLS 1.0 and 1.1 have known weaknesses; whoever sits between can talk a device down to them.',
  fix: 'Set the security policy IoTSecurityPolicy_TLS13_1_2_2022_10, after a look at which devices are that old.',
  source:
    'AWS IoT Core Developer Guide, "Transport security in AWS IoT Core"; RFC 8996 (TLS 1.0 and 1.1 are deprecated)',
  severity: 'medium',
  applies: isServed,
  judge({ facts }) {
    const policy = parsed('domain-configuration', facts)?.tlsConfig?.securityPolicy
    if (!policy) return { unknown: 'AWS did not say which TLS policy it has' }
    if (old.test(policy)) return { severity: 'medium', detail: policy }
    return current.test(policy) ? null : { unknown: `What ${policy} takes is not known to us` }
  },
})
