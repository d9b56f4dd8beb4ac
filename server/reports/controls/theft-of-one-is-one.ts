import { partial } from '../kinds.ts'
import { most } from '../readings.ts'

export default partial({
  group: 'Onboarding and operations',
  order: 2,
  title: 'Devices make their own credentials: one that is stolen compromises one device',
  about:
    'A key that was made elsewhere was somewhere else, too; one that several share, or that reaches others, is worth stealing.',
  beyond: 'where private keys were made',
  checks: ['certificate-shared'],
  figures: {
    'certificates-of-one-thing': most({ pass: 0.99, fail: 0.9 }),
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC02-BP01', 'IOTSEC05-BP01'],
    'etsi-en-303-645': ['5.4-4'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.8'],
    'eu-cra': ['I.I(2)(d)', 'I.I(2)(k)'],
    'iso-27001': ['A.5.17'],
    'soc-2': ['CC6.1'],
  },
})
