import { partial } from '../kinds.ts'

export default partial({
  group: 'Rule 1: Identity',
  order: 1,
  title: 'Every device and system has an identity of its own',
  about: 'A client that no thing is called by, or that connects under another name, cannot be told from an intruder.',
  beyond: 'identities of gateways, servers and people outside of AWS IoT',
  checks: ['client-unregistered', 'thing-client-id-differs'],
  clauses: {
    'golden-rules': ['1.1'],
    'well-architected-iot': ['IOTSEC01-BP01', 'IOTOPS03-BP02'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.2'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.9', 'A.5.16'],
    'soc-2': ['CC6.1'],
  },
})
