import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 3: Cryptography',
  order: 1,
  title: 'Channels are protected, over short and long range',
  about: 'What is sent in the clear, or under TLS 1.0, is read and changed on the way.',
  beyond: 'radio and bus links on site',
  checks: ['domain-configuration-old-tls', 'domain-configuration-ailing-server-certificate'],
  figures: {
    'endpoints-with-current-tls': all('attention', { empty: 'unknown' }),
  },
  clauses: {
    'golden-rules': ['3.1'],
    'etsi-en-303-645': ['5.5-1'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 3.1'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.20', 'A.8.21', 'A.8.24'],
    'soc-2': ['CC6.6'],
  },
})
