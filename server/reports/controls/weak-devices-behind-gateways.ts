import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 3: Cryptography',
  order: 3,
  title: 'Devices too weak for strong cryptography stay behind a gateway',
  about: 'What cannot protect itself is to be reached through something that can.',
  beyond: 'which devices cannot do TLS, and which gateway stands before them',
  clauses: {
    'golden-rules': ['3.3'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 3.1'],
    'iso-27001': ['A.8.20'],
    'soc-2': ['CC6.6'],
  },
})
