import { attested } from '../kinds.ts'

export default attested({
  group: 'Device agents',
  order: 6,
  title: 'No secrets, debug code or revealing comments are deployed',
  about: 'Everything on a device can be read by whoever holds one.',
  beyond: 'scans of what is built and shipped',
  clauses: {
    'device-agents': ['6'],
    'etsi-en-303-645': ['5.4-3'],
    'nistir-8259a': ['Data Protection'],
    'eu-cra': ['I.I(2)(j)'],
    'iso-27001': ['A.8.24'],
  },
})
