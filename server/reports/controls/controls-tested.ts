import { partial } from '../kinds.ts'
import { all, some } from '../readings.ts'

export default partial({
  group: 'Rule 6: Health of controls',
  order: 1,
  title: 'Controls are tried, and still work',
  about:
    'An alarm that reaches nobody and a role that lost a permission look as they always did, until they are needed.',
  beyond: 'whether expired, revoked and foreign certificates are refused: no canary connects with one',
  figures: {
    'drills-held': some(1, 'attention'),
    'responses-proved': all('attention'),
    'targets-delivering': all('attention', { empty: 'fail' }),
    'trail-intact': all('fail', { empty: 'unknown' }),
  },
  clauses: {
    'golden-rules': ['6.1'],
    'well-architected-iot': ['IOTSEC14-BP03'],
    'eu-cra': ['I.II(3)'],
    'iso-27001': ['A.5.27', 'A.5.28'],
    'soc-2': ['CC7.4'],
  },
})
