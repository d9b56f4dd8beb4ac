import type { ActionOptions } from '#contract/response.ts'
import { type ActionPlan, type CertificateFacts, type FactsOf, type ResponderSetup, skipped } from '../../action.ts'
import type { StepParams } from '../../step.ts'
import { asking, cannotAsk, closing } from './sessions.ts'
import { gone, list, plural } from './words.ts'

type Target = FactsOf<'certificate'>

/** Why a certificate is left alone: gone, on the never-touch list, or in a status that forbids it. */
export function whyLeft(target: Target, whyNot: (of: { status: string }) => string | undefined): string | null {
  const { status } = target.certificate
  if (!target.exists || status === null) return gone('certificate')
  return target.neverTouch ?? whyNot({ status }) ?? null
}

/** Takes a certificate's access away: status first, then the sessions that live on it. */
export function withdrawing(
  target: Target,
  to: 'INACTIVE' | 'REVOKED',
  options: ActionOptions,
  setup: ResponderSetup,
): ActionPlan {
  const { certificateId, status, things, clients } = target.certificate
  if (status === null) return skipped(gone('certificate'))
  const change: StepParams = { kind: 'set-certificate-status', certificateId, from: status, to }
  const listeners = clients.map((clientId) => ({ thing: null, clientId }))
  return {
    steps: [...asking(listeners, options, setup), change, ...closing(clients, options)],
    skip: null,
    things: things ?? [],
    clients: provingClients(target.certificate),
    shared: things && things.length > 1 ? [{ certificateId, things, included: true }] : [],
    warnings: [...cannotAsk(options, setup), ...warningsOf(target)],
  }
}

/**
 * Clients whose sessions show whether a certificate keeps them out. One of a thing with another certificate shows
 * nothing either way: it may well have come back with that.
 */
export function provingClients({ clients, replaced }: CertificateFacts): string[] {
  const others = new Set(replaced.flatMap((one) => one.clients))
  return clients.filter((clientId) => !others.has(clientId))
}

function warningsOf({ certificate: { things, clients, replaced } }: Target): string[] {
  if (things === null) return ['It is not known which things use this certificate.']
  const warnings: string[] = []
  if (things.length > 1) warnings.push(`${plural(things.length, 'thing')} share this certificate: ${list(things)}.`)
  if (clients.length === 0) warnings.push('No client of it is known: nothing will show whether it is out.')
  if (replaced.length > 0) {
    const have = replaced.length === 1 ? 'has another active certificate' : 'have other active certificates'
    warnings.push(`${list(replaced.map(({ thing }) => thing))} ${have} and can go on with that.`)
  }
  return warnings
}
