import { automatic } from '../kinds.ts'
import { all, most, none } from '../readings.ts'

export default automatic({
  group: 'Rule 4: Updates',
  order: 6,
  title: 'Deployments are watched to their end, failed and stalled ones chased',
  about:
    'A rollout that ended is no rollout that arrived. Of those that ended in 90 days, 95 % are to have reached all they were for.',
  figures: {
    'deployments-getting-on': all('attention'),
    'security-updates-blocked': none('fail'),
    'deployments-succeeding': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['4.6'],
    'well-architected-iot': ['IOTREL08-BP04', 'IOTSEC13-BP03'],
    'etsi-en-303-645': ['5.3-8'],
    'nistir-8259a': ['Software Update'],
    'eu-cra': ['I.II(2)', 'I.II(8)'],
    'iso-27001': ['A.8.32'],
    'soc-2': ['CC8.1'],
  },
})
