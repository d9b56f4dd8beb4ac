import { action, skipped } from '../action.ts'
import { joinQuarantine, sharedInQuarantine } from './parts/joining.ts'
import { asking, cannotAsk, closing } from './parts/sessions.ts'
import { gone } from './parts/words.ts'

export default action('thing', {
  plan(thing, options, setup) {
    if (!thing.exists) return skipped(gone('thing'))
    if (thing.neverTouch) return skipped(thing.neverTouch)
    const joining = joinQuarantine(thing, options, setup)
    if (joining.isIn) return skipped(`It is in ${setup.quarantineGroup} already`)
    if (joining.whyNot) return skipped(joining.whyNot)
    const clients = thing.sessions.map(({ clientId }) => clientId)
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
      warnings: [...joining.warnings, ...sharedInQuarantine(thing), ...cannotAsk(options, setup)],
    }
  },
})
