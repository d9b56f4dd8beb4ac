import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates'],
  title: 'Device certificate is too old',
  why: 'The longer a key is in use, the more copies of it may exist, and the longer a theft goes unnoticed.',
  fix: 'Rotate it: issue a successor, let the device take it up, deactivate this one.',
  source:
    'AWS IoT Device Defender, DEVICE_CERTIFICATE_AGE_CHECK; AWS-issued certificates last until 2049, so age is all that tells',
  severity: 'low',
  audit: 'DEVICE_CERTIFICATE_AGE_CHECK',
  parameters: { days: { label: 'Oldest allowed', unit: 'days', default: 365, min: 30, max: 3652 } },
  boundaries: [{ column: 'created_at', days: ({ days }) => days }],
  applies: mayConnect,
  judge({ createdAt }, now, { days }) {
    if (!createdAt) return { unknown: 'AWS did not say when it was registered' }
    const age = (now.getTime() - createdAt.getTime()) / dayMs
    return age < days ? null : { severity: 'low', detail: `Registered on ${dayOf(createdAt)}` }
  },
})
