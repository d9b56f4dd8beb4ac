import { check } from '../check.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates', 'certificates', 'certificate-details'],
  title: 'CA is active and no device uses it',
  why: 'It can still register devices, and whoever has its key would not be noticed among yours.',
  fix: 'Deactivate it, and activate it again when the first device of it is made.',
  source: 'Security golden rules for IoT solutions, rule 8 (remove unused entry points)',
  severity: 'info',
  applies: ({ status }) => status === 'ACTIVE',
  judge({ activeChildren }) {
    return activeChildren > 0 ? null : { severity: 'info', detail: 'No active device certificate is of it' }
  },
})
