import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'

export default check({
  about: 'certificate',
  reads: ['certificates'],
  title: 'Certificate has been waiting for activation too long',
  why: 'It was registered by its device and forgotten, or by somebody who should not have come through.',
  fix: 'Activate it if its device is known; else deactivate it and find out where it came from.',
  source: 'AWS IoT Core Developer Guide, "Just-in-time registration" (an activation is up to you)',
  severity: 'medium',
  parameters: { days: { label: 'Longest wait', unit: 'days', default: 7, min: 1, max: 365 } },
  boundaries: [{ column: 'created_at', days: ({ days }) => days }],
  applies: ({ status }) => status === 'PENDING_ACTIVATION',
  judge({ createdAt }, now, { days }) {
    if (!createdAt) return { unknown: 'AWS did not say when it was registered' }
    const waited = (now.getTime() - createdAt.getTime()) / dayMs
    return waited < days ? null : { severity: 'medium', detail: `Waiting since ${dayOf(createdAt)}` }
  },
})
