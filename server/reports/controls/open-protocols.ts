import { partial } from '../kinds.ts'

export default partial({
  group: 'Rule 3: Cryptography',
  order: 4,
  title: 'Protocols and algorithms are open, reviewed and strong',
  about:
    'What only its maker has looked at was not looked at; short keys and old signatures fall to those who calculate.',
  beyond: 'protocols beside TLS, and the ciphers that Device Advisor saw',
  checks: ['certificate-weak-key', 'ca-certificate-weak-key', 'domain-configuration-old-tls'],
  clauses: {
    'golden-rules': ['3.4'],
    'etsi-en-303-645': ['5.1-3', '5.5-1'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 1.9'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.5', 'A.8.24'],
    'soc-2': ['CC6.1'],
  },
})
