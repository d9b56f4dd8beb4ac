import { action, skipped } from '../action.ts'
import { asking, cannotAsk, closing, lastSession } from './parts/sessions.ts'

export default action('client', {
  plan({ name, neverTouch, session, thing, expired }, options, setup) {
    if (neverTouch) return skipped(neverTouch)
    const listeners = [{ thing, clientId: name }]
    const stranded = expired && session.connected ? [name] : []
    return {
      steps: [...asking(listeners, options, setup), ...closing([name], options)],
      skip: null,
      things: [],
      clients: [],
      shared: [],
      stranded,
      warnings: [
        ...(stranded.length > 0
          ? lastSession(stranded)
          : ['It can connect again at once: its credentials stay as they are.']),
        ...(session.connected === false ? ['It was not connected when last looked at.'] : []),
        ...cannotAsk(listeners, options, setup),
      ],
    }
  },
})
