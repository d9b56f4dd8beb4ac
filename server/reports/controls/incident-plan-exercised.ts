import { partial } from '../kinds.ts'
import { most, none, some, within } from '../readings.ts'

export default partial({
  group: 'Rule 5: Audit and monitoring',
  order: 3,
  title: 'There is a plan for incidents, and it is exercised',
  about:
    'A plan that nobody has tried is a wish. One exercise in 12 months at least; nine of ten incidents are to be contained within a day.',
  beyond: 'whether the plan is current and known to those on duty',
  figures: {
    'drills-held': some(1, 'attention'),
    'causes-exercised': most({ pass: 0.6, fail: 0 }),
    'time-to-contain-p90': within(86_400),
    'incidents-unassigned': none('attention'),
  },
  clauses: {
    'golden-rules': ['5.3'],
    'well-architected-iot': ['IOTSEC11-BP01', 'IOTSEC11-BP02'],
    'nistir-8259a': ['Information Dissemination'],
    'eu-cra': ['Art. 14'],
    'iso-27001': ['A.5.24', 'A.5.26', 'A.5.27'],
    'soc-2': ['CC7.4', 'CC7.5'],
  },
})
