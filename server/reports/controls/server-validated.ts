import { partial } from '../kinds.ts'

export default partial({
  group: 'AWS IoT Core',
  order: 6,
  title: 'Devices validate the server: name, chain and dates',
  about: 'A device that takes any server tells its secrets to whoever stands in between.',
  beyond: 'TLS results of Device Advisor for each firmware',
  checks: ['domain-configuration-ailing-server-certificate'],
  clauses: {
    'iot-core': ['6'],
    'etsi-en-303-645': ['5.1-3', '5.5-1'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 1.9', 'CR 3.1'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.24'],
    'soc-2': ['CC6.6'],
  },
})
