import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 4,
  title: 'Central stores of data have owners',
  about: 'What is nobody’s is protected by nobody.',
  beyond: 'tags and owners of the stores that rules write to',
  clauses: {
    'golden-rules': ['9.4'],
    'nistir-8259a': ['Data Protection'],
    'iso-27001': ['A.5.9'],
  },
})
