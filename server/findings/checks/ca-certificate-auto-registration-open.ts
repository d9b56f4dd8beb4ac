import { check } from '../check.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates'],
  title: 'CA registers unknown devices by itself',
  why: 'Whoever gets a certificate out of this CA is registered at first connect, without anybody having expected him.',
  fix: 'Switch auto-registration off outside of production runs, or check each newcomer against a list before activation.',
  source:
    'AWS IoT Core Developer Guide, "Just-in-time registration"; security golden rules for IoT solutions, rule 8 (unused entry points)',
  severity: 'medium',
  applies: ({ status }) => status === 'ACTIVE',
  judge({ autoRegistration }) {
    if (autoRegistration === null) return { unknown: 'AWS did not say whether it registers devices' }
    return autoRegistration === 'ENABLE' ? { severity: 'medium', detail: 'Auto-registration is on' } : null
  },
})
