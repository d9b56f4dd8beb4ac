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
  return listeners.map(({ thing, clientId }) => {
    const fill = (text: string) => text.replaceAll('{thing}', thing ?? clientId).replaceAll('{client}', clientId)
    return { kind: 'ask-to-stop', clientId, topic: fill(stopTopic), payload: fill(stopPayload ?? '') }
  })
}

/** What to say when devices were to be asked to stop and cannot be. */
export const cannotAsk = ({ askToStop }: ActionOptions, { stopTopic }: ResponderSetup): string[] =>
  askToStop && !stopTopic ? ['It is not asked to stop first: no topic for that is set for this account.'] : []
