import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 2: Access',
  order: 3,
  title: 'Devices resist tampering, and their hardware interfaces are off',
  about:
    'Whoever holds a device may open it: debug ports, consoles and boot from elsewhere are ways around every policy.',
  beyond: 'tamper protection, verified boot and debug interfaces of each model',
  clauses: {
    'golden-rules': ['2.3'],
    'etsi-en-303-645': ['5.7-1'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['EDR 3.14'],
    'eu-cra': ['I.I(2)(j)'],
    'iso-27001': ['A.7.8'],
    'soc-2': ['CC6.6'],
  },
})
