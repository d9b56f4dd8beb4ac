import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 3: Cryptography',
  order: 2,
  title: 'Data keeps its integrity on its way and at rest',
  about: 'A changed command or measurement does harm that nobody sees as an attack.',
  beyond: 'whether messages are signed where they pass systems of others',
  checks: ['domain-configuration-old-tls'],
  figures: {
    'deployments-encrypted': all('attention'),
  },
  clauses: {
    'golden-rules': ['3.2'],
    'etsi-en-303-645': ['5.7-2'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 3.1', 'CR 3.4'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.24'],
  },
})
