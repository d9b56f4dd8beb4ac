import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 8: Attack surface',
  order: 3,
  title: 'Dependencies are few, kept up and without insecure defaults',
  about: 'What others wrote is part of the device, with its defaults and its weaknesses.',
  beyond: 'bills of materials, and when each component is no longer supported',
  clauses: {
    'golden-rules': ['8.3'],
    'well-architected-iot': ['IOTSEC13-BP01'],
    'etsi-en-303-645': ['5.2-3'],
    'nistir-8259a': ['Device Configuration'],
    'eu-cra': ['I.I(2)(b)', 'I.II(1)'],
    'iso-27001': ['A.5.21', 'A.8.8'],
  },
})
