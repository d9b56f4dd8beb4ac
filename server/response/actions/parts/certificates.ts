import type { ActionOptions } from '#contract/response.ts'
import { type ActionPlan, type CertificateFacts, type FactsOf, type ResponderSetup, skipped } from '../../action.ts'
import type { StepParams } from '../../step.ts'
import { heldByAnother } from '../../whose-session.ts'
import { asking, cannotAsk, closing, lastSession, strandedWith } from './sessions.ts'
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
  const { certificateId, status, things } = target.certificate
  if (status === null) return skipped(gone('certificate'))
  const change: StepParams = { kind: 'set-certificate-status', certificateId, from: status, to }
  const clients = allClients(target.certificate)
  // A revoked certificate is gone for good anyway.
  const stranded = to === 'REVOKED' ? [] : strandedWith(target.certificate, target.sessions)
  const listeners = clients.map((clientId) => ({ thing: null, clientId }))
  return {
    steps: [...asking(listeners, options, setup), change, ...closing(clients, options)],
    skip: null,
    things: things ?? [],
    clients: provingClients(target.certificate),
    shared: things && things.length > 1 ? [{ certificateId, things, included: true }] : [],
    stranded,
    warnings: [...lastSession(stranded), ...cannotAsk(listeners, options, setup), ...warningsOf(target)],
  }
}

/**
 * Clients whose sessions show whether a certificate keeps them out. One of a thing with another certificate shows
 * nothing either way: it may well have come back with that.
 */
export function provingClients(certificate: CertificateFacts): string[] {
  const others = new Set(certificate.replaced.flatMap((one) => one.clients))
  // Where records show the certificate itself, they tell as well with what such a client came back.
  return allClients(certificate).filter((clientId) => !others.has(clientId) || certificate.seen.includes(clientId))
}

/** Client IDs that a certificate may be connected as: those of its things, and those it was seen with. */
export const allClients = ({ clients, seen }: CertificateFacts): string[] => [...new Set([...clients, ...seen])]

const mostNamed = 5

/** What to say of sessions that are not these certificates' to end. */
export function leftToOthers(certificates: readonly CertificateFacts[], own: readonly string[]): string[] {
  const others = new Map(
    certificates.flatMap(({ heldByOthers }) =>
      heldByOthers.filter(({ credential }) => !own.includes(credential)).map((one) => [one.clientId, one.credential]),
    ),
  )
  const words = [...others].slice(0, mostNamed).map(([clientId, credential]) => {
    return `${heldByAnother(clientId, credential)} as long as that is so.`
  })
  const more = others.size - words.length
  return more > 0 ? [...words, `So ${more === 1 ? 'is that' : 'are those'} of ${more} more.`] : words
}

function warningsOf({ certificate }: Target): string[] {
  const { things, certificateId, replaced } = certificate
  const left = leftToOthers([certificate], [certificateId])
  if (things === null) return ['It is not known which things use this certificate.', ...left]
  const warnings: string[] = []
  if (things.length > 1) warnings.push(`${plural(things.length, 'thing')} share this certificate: ${list(things)}.`)
  if (allClients(certificate).length === 0)
    warnings.push('No client of it is known: nothing will show whether it is out.')
  if (replaced.length > 0) {
    const have = replaced.length === 1 ? 'has another active certificate' : 'have other active certificates'
    warnings.push(`${list(replaced.map(({ thing }) => thing))} ${have} and can go on with that.`)
  }
  return [...warnings, ...left]
}
