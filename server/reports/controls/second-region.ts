import { automatic } from '../kinds.ts'
import { most } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 8,
  title: 'A second Region holds a copy',
  about:
    'When a Region is gone, devices connect only where registry, certificates and policies already are. At least 99 % are to be there.',
  checks: ['account-single-region'],
  figures: {
    'second-region-things': most({ pass: 0.99, fail: 0 }),
    'second-region-certificates': most({ pass: 0.99, fail: 0 }),
    'second-region-policies': most({ pass: 0.99, fail: 0 }),
  },
  clauses: {
    'iot-core': ['8'],
    'well-architected-iot': ['IOTREL14-BP02'],
    'iec-62443-4-2': ['CR 7.3'],
    'eu-cra': ['I.I(2)(h)'],
    'iso-27001': ['A.8.13', 'A.8.14'],
    'soc-2': ['A1.2'],
  },
})
