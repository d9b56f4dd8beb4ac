import { check } from '../check.ts'

// AWS IoT ends what is connected "within a few minutes" (API Reference, UpdateCertificate).
const graceMs = 10 * 60_000

export default check({
  about: 'certificate',
  reads: ['certificates'],
  title: 'Revoked or inactive certificate still connects',
  why: 'Somebody is in who was shut out: the session was not ended, or the shutting out did not take hold.',
  fix: 'End the session (Disconnect), see in the records who it is, and check that the certificate is not active in a second account.',
  source: 'AWS IoT API Reference, UpdateCertificate',
  severity: 'critical',
  applies: ({ status }) => status === 'REVOKED' || status === 'INACTIVE',
  judge({ status, changedAt, connections }) {
    if (!connections) return { unknown: 'No connection log or presence feed tells which credential connects' }
    const { last } = connections
    if (!last || last.getTime() <= changedAt.getTime() + graceMs) return null
    return {
      severity: status === 'REVOKED' ? 'critical' : 'high',
      detail: `It is ${status}, and connected at ${last.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    }
  },
})
