import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 4: Updates',
  order: 4,
  title: 'Only those who may can change what is rolled out',
  about: 'Whoever can change an artefact where it lies has the fleet.',
  beyond: 'policies, public access and versions of the buckets and repositories that artefacts lie in',
  clauses: {
    'golden-rules': ['4.4'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.3', 'A.8.4', 'A.8.19'],
    'soc-2': ['CC6.3', 'CC8.1'],
  },
})
