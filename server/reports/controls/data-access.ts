import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 5,
  title: 'Access to data is least privilege',
  about: 'Most leaks are of stores that were open, not of devices that were broken.',
  beyond: 'IAM and bucket policies of the stores that rules write to, as Access Analyzer sees them',
  clauses: {
    'golden-rules': ['9.5'],
    'nistir-8259a': ['Data Protection'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.5.15', 'A.8.3'],
    'soc-2': ['CC6.3'],
  },
})
