import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 6: Health of controls',
  order: 3,
  title: 'Devices are tested under faults',
  about:
    'Power, memory, sensors and the network fail in the field; a device that comes back without its keys or checks is open then.',
  beyond: 'reports of the lab, and long-duration runs of Device Advisor',
  clauses: {
    'golden-rules': ['6.3'],
    'well-architected-iot': ['IOTREL08-BP03'],
    'etsi-en-303-645': ['5.9-1', '5.9-2', '5.9-3'],
    'iec-62443-4-2': ['CR 7.1'],
    'iso-27001': ['A.8.29'],
    'eu-cra': ['I.I(2)(h)', 'I.II(3)'],
  },
})
