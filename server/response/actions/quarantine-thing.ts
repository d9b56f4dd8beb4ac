import { action, type FactsOf, skipped } from '../action.ts'
import { joinQuarantine, sharedInQuarantine } from './parts/joining.ts'
import { asking, cannotAsk, closing, lastSession, strandedOf } from './parts/sessions.ts'
import { gone } from './parts/words.ts'

export default action('thing', {
  plan(thing, options, setup) {
    if (!thing.exists) return skipped(gone('thing'))
    if (thing.neverTouch) return skipped(thing.neverTouch)
    const joining = joinQuarantine(thing, options, setup)
    if (joining.isIn) return skipped(`It is in ${setup.quarantineGroup} already`)
    if (joining.whyNot) return skipped(joining.whyNot)
    const clients = thing.sessions.map(({ clientId }) => clientId)
    const stranded = strandedOf(thing)
    const listeners = clients.map((clientId) => ({ thing: thing.name, clientId }))
    return {
      steps: [...asking(listeners, options, setup), ...joining.steps, ...closing(clients, options)],
      skip: null,
      things: [thing.name],
      clients,
      shared: thing.certificates.flatMap(({ certificateId, things }) =>
        things && things.length > 1
          ? [{ certificateId, things: things.filter((name) => name !== thing.name), included: false }]
          : [],
      ),
      stranded,
      warnings: [
        ...lastSession(stranded),
        ...joining.warnings,
        ...escaping(thing),
        ...sharedInQuarantine(thing),
        ...cannotAsk(listeners, options, setup),
      ],
    }
  },
})

// AWS IoT Developer Guide, "Thing policy variables" and "Attach a policy to a thing group": client ID and thing name must match.
function escaping({ certificates }: FactsOf<'thing'>): string[] {
  if (!certificates.some(({ status }) => status === 'ACTIVE')) return []
  return [
    "A group's policies hold a client only while its client ID is the thing's name. Who has its key may connect with another client ID: Cut off deactivates the certificate as well.",
  ]
}
