import { check } from '../check.ts'

// AWS IoT ends what is connected "within a few minutes" (API Reference, UpdateCertificate).
const graceMs = 10 * 60_000
const longMs = 60 * 60_000

export default check({
  about: 'certificate',
  reads: ['certificates', 'thing-principals'],
  title: 'Revoked or inactive certificate still connects',
  why: 'Somebody is in who was shut out: the session was not ended, or the shutting out did not take hold.',
  fix: 'End the session (Disconnect), see in the records who it is, and check that the certificate is not active in a second account.',
  source: 'AWS IoT API Reference, UpdateCertificate',
  severity: 'critical',
  applies: ({ status }) => status === 'REVOKED' || status === 'INACTIVE',
  judge({ status, changedAt, connections, things }, now) {
    const worst = status === 'REVOKED' ? 'critical' : 'high'
    if (connections?.last && connections.last.getTime() > changedAt.getTime() + graceMs) {
      const at = connections.last.toISOString().slice(0, 16).replace('T', ' ')
      return { severity: worst, detail: `It is ${status}, and connected at ${at} UTC` }
    }
    // A device that has another credential may well be connected with that.
    const held = things.filter(({ connected, credentials }) => connected && credentials === 0)
    const [first] = held
    if (first) {
      // Sessions that were open are about to end; one that stays is another matter.
      const stays = now.getTime() - changedAt.getTime() > longMs
      return {
        severity: stays ? worst : 'medium',
        detail: `It is ${status}, and ${first.name} is connected with no other credential`,
        related: held.map(({ name }) => ({ kind: 'thing', name })),
      }
    }
    if (connections || (things.length > 0 && things.every(({ connected }) => connected === false))) return null
    return { unknown: 'No connection log or presence feed tells which credential connects' }
  },
})
