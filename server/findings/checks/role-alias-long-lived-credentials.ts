import { check } from '../check.ts'
import { parsed } from '../shapes/objects.ts'

export default check({
  about: 'role-alias',
  reads: ['account-settings'],
  title: 'Role alias gives credentials for too long',
  why: 'Credentials that a device fetched stay good when its certificate is revoked, until they end.',
  fix: 'Shorten credentialDurationSeconds; devices fetch new ones by themselves (aws iot update-role-alias).',
  source: 'AWS IoT Core Developer Guide, "Authorizing direct calls to AWS services" (an hour unless set otherwise)',
  severity: 'low',
  parameters: { minutes: { label: 'Longest allowed', unit: 'minutes', default: 60, min: 15, max: 720 } },
  judge({ facts }, _now, { minutes }) {
    const alias = parsed('role-alias', facts)
    if (!alias) return { unknown: 'AWS did not say for how long' }
    const { credentialDurationSeconds: seconds } = alias
    return seconds <= minutes * 60
      ? null
      : { severity: 'low', detail: `Credentials last ${Math.round(seconds / 60)} minutes` }
  },
})
