import { Uint8ArrayBlobAdapter } from '@smithy/core/serde'
import type { Fleet } from '../../fleet/fleet.ts'
import { packageShadow } from '../../fleet/software.ts'
import type { Thing } from '../../fleet/thing.ts'
import { pageSize, rules, text } from '../check.ts'
import { notFound } from '../refuse.ts'
import type { IotDataHandlers } from './handlers.ts'

/** Reading shadows: the classic one, and `$package`, the one named shadow that things have. */
export const shadows: IotDataHandlers = {
  GetThingShadow({ thingName, shadowName }, { fleet }) {
    const { details } = findThing(fleet, thingName)
    const state =
      shadowName === undefined ? details.shadow : shadowName === '$package' && packageShadow(details.software)
    if (!state) throw notFound(`No shadow exists with name: '${shadowName ?? thingName}'`)
    const document = { state, version: 1, timestamp: fleet.now() }
    return { payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(document)) }
  },

  ListNamedShadowsForThing({ thingName, pageSize: size }, { fleet }) {
    pageSize(size, 'pageSize', { max: 100, fallback: 25 })
    const { details } = findThing(fleet, thingName)
    return { results: details.software ? ['$package'] : [], timestamp: fleet.now() }
  },
}

/** The data plane knows things by name alone: it asks no registry, and one without a shadow is not found. */
function findThing(fleet: Fleet, name: string | undefined): Thing {
  const given = text(name, 'thingName', rules.thingName)
  fleet.jobs.advance()
  const thing = fleet.things.get(given)
  if (!thing) throw notFound(`No shadow exists with name: '${given}'`)
  return thing
}
