import type { ActionOptions } from '#contract/response.ts'
import type { CertificateFacts, FactsOf, ResponderSetup, SessionFacts } from '../../action.ts'
import type { StepParams } from '../../step.ts'

/** A client and the thing it is, as far as that is known. */
export type Listener = { thing: string | null; clientId: string }

/** Ends the sessions of these clients; one that has none is not harmed by it. */
export const closing = (clients: readonly string[], { cleanSession = false }: ActionOptions): StepParams[] =>
  clients.map((clientId) => ({ kind: 'close-connection', clientId, cleanSession }))

/** Asks devices to stop, when that is wanted and a topic for it is set. Goes first: later they cannot hear. */
export function asking(
  listeners: readonly Listener[],
  { askToStop }: ActionOptions,
  setup: ResponderSetup,
): StepParams[] {
  const { stopTopic, stopPayload } = setup
  if (!askToStop || !stopTopic) return []
  return listeners.filter(canHear).map(({ thing, clientId }) => {
    const names: Record<string, string> = { '{thing}': thing ?? clientId, '{client}': clientId }
    const fill = (text: string, written: (name: string) => string) =>
      text.replace(/\{(thing|client)\}/g, (place) => written(names[place] ?? place))
    const payload = fill(stopPayload ?? '', (name) => JSON.stringify(name).slice(1, -1))
    return { kind: 'ask-to-stop', clientId, topic: fill(stopTopic, (name) => name), payload }
  })
}

// Devices choose their client IDs: one that is more than a level of a topic would have others asked to stop.
const canHear = ({ thing, clientId }: Listener) => !/[/+#]/.test(`${thing ?? ''}${clientId}`)

/** What to say when devices were to be asked to stop and cannot be. */
export function cannotAsk(
  listeners: readonly Listener[],
  { askToStop }: ActionOptions,
  { stopTopic }: ResponderSetup,
): string[] {
  if (!askToStop) return []
  if (!stopTopic) return ['It is not asked to stop first: no topic for that is set for this account.']
  const odd = listeners.filter((one) => !canHear(one)).map(({ clientId }) => `“${clientId}”`)
  return odd.length > 0 ? [`${odd.join(', ')} is not asked to stop first: no topic has a level of that name.`] : []
}

/** Of a live session that no undo brings back; the same words of each, so that a plan counts them. */
export const noReturn =
  'Connected with an expired certificate: once that session ends it cannot come back, whatever is undone.'

export const lastSession = (stranded: readonly string[]): string[] => (stranded.length > 0 ? [noReturn] : [])

const live = (sessions: readonly SessionFacts[]) => sessions.flatMap((one) => (one.connected ? [one.clientId] : []))

/** Live sessions of a thing that has nothing left to connect with again. */
export function strandedOf({ certificates, otherPrincipals, sessions }: FactsOf<'thing'>): string[] {
  const active = certificates.filter(({ status }) => status === 'ACTIVE')
  const lapsed = active.length > 0 && active.every(({ expired }) => expired) && otherPrincipals.length === 0
  return lapsed ? live(sessions) : []
}

/** Live sessions that rest on an expired certificate alone. */
export function strandedWith(
  { expired, status, replaced, heldByOthers }: CertificateFacts,
  sessions: readonly SessionFacts[],
): string[] {
  if (!expired || status !== 'ACTIVE') return []
  const others = new Set([
    ...replaced.flatMap(({ clients }) => clients),
    ...heldByOthers.map(({ clientId }) => clientId),
  ])
  return live(sessions).filter((clientId) => !others.has(clientId))
}
