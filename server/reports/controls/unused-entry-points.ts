import { partial } from '../kinds.ts'

export default partial({
  group: 'Rule 8: Attack surface',
  order: 1,
  title: 'Entry points that nobody uses are removed',
  about: 'A policy, a CA or a certificate that waits for nobody is found by somebody.',
  beyond: 'authorizers and endpoints that nobody uses, and ports of devices',
  checks: [
    'certificate-unattached',
    'certificate-without-policy',
    'ca-certificate-unused',
    'ca-certificate-auto-registration-open',
    'policy-unused',
    'policy-latent-permissive-version',
  ],
  clauses: {
    'golden-rules': ['8.1'],
    'etsi-en-303-645': ['5.6-1'],
    'nistir-8259a': ['Device Configuration'],
    'iec-62443-4-2': ['CR 7.7'],
    'eu-cra': ['I.I(2)(j)'],
    'soc-2': ['CC6.6'],
  },
})
