import { automatic } from '../kinds.ts'

export default automatic({
  group: 'Rule 8: Attack surface',
  order: 4,
  title: 'Settings are secure, and stay so',
  about:
    'The account’s settings are held against one baseline: logging, audits, roles, endpoints, registration. What drifts becomes a finding.',
  checks: [
    'account-logging-off',
    'account-audit-off',
    'account-audit-checks-disabled',
    'account-role-without-source-condition',
    'domain-configuration-old-tls',
    'domain-configuration-ailing-server-certificate',
    'ca-certificate-auto-registration-open',
    'provisioning-template-without-hook',
    'provisioning-template-wide-policy',
    'role-alias-long-lived-credentials',
    'policy-near-limits',
  ],
  clauses: {
    'golden-rules': ['8.4'],
    'well-architected-iot': ['IOTSEC07-BP03', 'IOTPERF09-BP01'],
    'nistir-8259a': ['Device Configuration'],
    'iec-62443-4-2': ['CR 7.6'],
    'eu-cra': ['I.I(2)(b)'],
    'iso-27001': ['A.8.9'],
    'soc-2': ['CC7.1'],
  },
})
