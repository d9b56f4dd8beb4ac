import { partial } from '../kinds.ts'

export default partial({
  group: 'AWS IoT Core',
  order: 10,
  title: 'Devices are qualified with Device Advisor, by a role that cannot be misused',
  about:
    'What a test finds in the lab nobody finds in the field. The roles that AWS IoT was given are to be held to this account.',
  beyond: 'runs of Device Advisor’s suites by model and firmware, and what their role permits',
  checks: ['account-role-without-source-condition'],
  clauses: {
    'iot-core': ['10'],
    'eu-cra': ['I.II(3)'],
    'nistir-8259a': ['Device Configuration'],
    'iso-27001': ['A.8.2'],
  },
})
