import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 1,
  title: 'Data is classified, and there is a reason for each kind',
  about: 'Data that nobody needs can still be stolen.',
  beyond: 'rules that route messages, their topics and their targets, with who owns them',
  clauses: {
    'golden-rules': ['9.1'],
    'nistir-8259a': ['Data Protection'],
    'iso-27001': ['A.5.9', 'A.5.12'],
    'soc-2': ['C1.1'],
  },
})
