import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 2,
  title: 'Data that nobody uses is no longer collected, or thinned',
  about: 'What is not kept cannot leak.',
  beyond: 'rules that route messages, their topics and their targets, with how long stores keep what they take',
  clauses: {
    'golden-rules': ['9.2'],
    'etsi-en-303-645': ['5.11-1'],
    'nistir-8259a': ['Data Protection'],
    'eu-cra': ['I.I(2)(m)'],
    'iso-27001': ['A.8.10'],
    'soc-2': ['C1.2'],
  },
})
