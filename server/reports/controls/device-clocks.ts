import { partial } from '../kinds.ts'

export default partial({
  group: 'AWS IoT Core',
  order: 5,
  title: 'Devices know the time before they connect',
  about: 'A device whose clock is wrong takes expired certificates, or refuses good ones.',
  beyond: 'clocks of devices, and failures to connect around a certificate’s first day',
  checks: ['certificate-not-yet-valid'],
  clauses: {
    'iot-core': ['5'],
    'well-architected-iot': ['IOTREL01-BP01'],
    'nistir-8259a': ['Device Configuration'],
    'iec-62443-4-2': ['CR 2.11'],
    'iso-27001': ['A.8.17'],
  },
})
