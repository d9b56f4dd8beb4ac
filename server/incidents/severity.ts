import type { Cause, Severity } from '#contract/incidents.ts'

const scale = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]

/** Where each cause begins: what it may mean at worst. */
const base: Record<Cause, { severity: Severity; because: string }> = {
  'same-credential-two-places': { severity: 'high', because: 'A credential in two places may be a cloned device.' },
  'two-credentials-one-client-id': {
    severity: 'high',
    because: 'Two credentials on one client ID may be an impersonation.',
  },
  'second-process': { severity: 'medium', because: 'The device throws itself out: messages are lost.' },
  'flapping-link': { severity: 'low', because: 'A poor link: the device meets its own ghost.' },
  'client-or-sdk-bug': { severity: 'high', because: 'A fault that many devices share.' },
  undecided: { severity: 'medium', because: 'The cause is not known yet.' },
  'unusual-behaviour': { severity: 'medium', because: 'A security profile raised an alarm.' },
  finding: { severity: 'medium', because: 'A check found something wrong.' },
}

/** From here a storm starves the device of service. */
const stormPerMinute = 6
const manyClients = 5

/** How severe an incident is, and why: its cause first, then rate, reach and how much the thing matters. */
export function rate(incident: {
  cause: Cause
  ratePerMinute: number
  kicks: number
  otherClients: number
  critical: boolean
  registered: boolean
}): { severity: Severity; reasons: string[] } {
  const { severity, because } = base[incident.cause]
  const reasons = [because]
  let level = scale.indexOf(severity)
  const raise = (when: boolean, reason: string) => {
    if (!when) return
    level = Math.min(scale.length - 1, level + 1)
    reasons.push(reason)
  }
  raise(incident.critical, 'The thing is marked critical.')
  raise(
    incident.otherClients >= manyClients,
    `The credential is used with ${incident.otherClients} other client IDs, too.`,
  )
  raise(
    incident.ratePerMinute >= stormPerMinute && incident.cause !== 'flapping-link',
    `${Math.round(incident.ratePerMinute)} take-overs a minute leave neither side a working session.`,
  )
  raise(
    !incident.registered && incident.cause === 'two-credentials-one-client-id',
    'No registered thing has this client ID.',
  )
  return { severity: scale[level] ?? 'critical', reasons }
}
