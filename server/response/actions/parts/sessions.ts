import type { ActionOptions } from '#contract/response.ts'
import type { ResponderSetup } from '../../action.ts'
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
