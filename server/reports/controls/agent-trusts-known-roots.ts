import { attested } from '../kinds.ts'

export default attested({
  group: 'Device agents',
  order: 7,
  title: 'The agent validates chain and name, under trusted roots only',
  about: 'Metrics that go to whoever answers tell an intruder what is seen of him.',
  beyond: 'TLS results of Device Advisor, and the roots in each firmware',
  clauses: {
    'device-agents': ['7'],
    'etsi-en-303-645': ['5.1-3'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 1.9'],
    'iso-27001': ['A.8.24'],
  },
})
