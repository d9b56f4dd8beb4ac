import { partial } from '../kinds.ts'
import { most, some } from '../readings.ts'

export default partial({
  group: 'Onboarding and operations',
  order: 4,
  title: 'Changes are tried on virtual devices and a few, before the fleet',
  about: 'A rollout that stops by itself harms few; an exercise with virtual devices harms none.',
  beyond: 'what was tried before each rollout',
  figures: {
    'deployments-in-steps': most({ pass: 0.9, fail: 0 }),
    'drills-held': some(1, 'attention'),
  },
  clauses: {
    'well-architected-iot': ['IOTREL08-BP01', 'IOTREL08-BP02'],
    'nistir-8259a': ['Software Update'],
    'eu-cra': ['I.II(3)'],
    'iso-27001': ['A.8.32'],
    'soc-2': ['CC8.1'],
  },
})
