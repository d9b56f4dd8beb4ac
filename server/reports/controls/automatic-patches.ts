import { partial } from '../kinds.ts'
import { all, none } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 3,
  title: 'Security patches are installed by default',
  about:
    'A patch that waits for somebody is a known hole. What joins a group later is to be updated as what was there before.',
  beyond: 'whether a device takes a patch without being asked',
  figures: {
    'accounts-updating-continuously': all('attention'),
    'security-updates-blocked': none('fail'),
    'things-behind': none('attention'),
  },
  clauses: {
    'golden-rules': ['4.3'],
    'well-architected-iot': ['IOTSEC09-BP01', 'IOTSEC13-BP03'],
    'etsi-en-303-645': ['5.3-3', '5.3-4'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['EDR 3.10'],
    'eu-cra': ['I.I(2)(c)', 'I.II(8)'],
    'iso-27001': ['A.8.8'],
    'soc-2': ['CC7.1'],
  },
})
