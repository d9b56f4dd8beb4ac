import { partial } from '../kinds.ts'
import { none } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 7,
  title: 'Nobody takes a device back to a version with known holes',
  about: 'An old version is signed as well as a new one: whoever can install it has its weaknesses back.',
  beyond: 'whether devices refuse an older version',
  figures: {
    'software-downgrades': none('attention'),
  },
  clauses: {
    'golden-rules': ['4.7'],
    'etsi-en-303-645': ['5.3-10'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['EDR 3.10'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.19'],
    'soc-2': ['CC6.8'],
  },
})
