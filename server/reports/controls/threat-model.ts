import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 7: Impact',
  order: 1,
  title: 'A threat model covers all assets',
  about: 'What nobody thought of nobody protects; the model changes when the system does.',
  beyond: 'the threat model, its owner and its last review',
  clauses: {
    'golden-rules': ['7.1'],
    'iso-27001': ['A.5.7', 'A.8.8'],
  },
})
