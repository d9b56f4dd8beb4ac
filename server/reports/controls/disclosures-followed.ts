import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 10: Vulnerabilities',
  order: 1,
  title: 'Disclosures and threats are followed',
  about: 'An advisory that nobody reads is read by others first.',
  beyond: 'subscriptions to advisories, and how long it took to rate each',
  clauses: {
    'golden-rules': ['10.1'],
    'well-architected-iot': ['IOTSEC13-BP01'],
    'etsi-en-303-645': ['5.2-2'],
    'nistir-8259a': ['Information Dissemination'],
    'eu-cra': ['I.II(2)'],
    'iso-27001': ['A.5.7', 'A.8.8'],
    'soc-2': ['CC7.1'],
  },
})
