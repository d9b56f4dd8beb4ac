import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Device agents',
  order: 8,
  title: 'The agent is deployed under access control, and complete',
  about: 'Who can change the agent can blind it.',
  beyond: 'policies of the buckets that it is fetched from, and digests of components',
  figures: {
    'deployments-encrypted': all('attention'),
    'deployments-signed': all('attention'),
  },
  clauses: {
    'device-agents': ['8'],
    'well-architected-iot': ['IOTSEC09-BP02'],
    'etsi-en-303-645': ['5.3-9'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['CR 3.4'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.19'],
    'soc-2': ['CC6.8'],
  },
})
