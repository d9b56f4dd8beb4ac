import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 1,
  title: 'Updates are transferred encrypted',
  about: 'Whoever reads an update on its way learns what is weak in it, and may put another in its place.',
  beyond: 'policies of the buckets that artefacts are fetched from, and when presigned addresses end',
  figures: {
    'deployments-encrypted': all('fail'),
  },
  clauses: {
    'golden-rules': ['4.1'],
    'well-architected-iot': ['IOTSEC09-BP02'],
    'etsi-en-303-645': ['5.3-1', '5.3-2', '5.3-10'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['CR 3.1'],
    'eu-cra': ['I.II(7)'],
    'iso-27001': ['A.8.24'],
  },
})
