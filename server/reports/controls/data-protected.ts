import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Onboarding and operations',
  order: 3,
  title: 'Data is protected on its way and where it is stored',
  about: 'Encryption that ends at the first store protects until there.',
  beyond: 'encryption of the stores that rules write to',
  checks: ['domain-configuration-old-tls'],
  figures: {
    'endpoints-with-current-tls': all('attention', { empty: 'unknown' }),
  },
  clauses: {
    'etsi-en-303-645': ['5.5-1'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 3.1'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.24'],
    'soc-2': ['CC6.1', 'CC6.6'],
  },
})
