import { z } from 'zod'
import type { Controls } from '../control.ts'
import { homeAccount, type World } from '../world.ts'
import { behaviourName } from './behaviours.ts'
import type { VirtualDevices } from './virtual-devices.ts'

const place = {
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
}

const startRequest = z.strictObject({
  ...place,
  thing: z.string(),
  behaviour: behaviourName.default('steady'),
  certificate: z.string().optional().describe('the id of the one to use'),
  pace: z.number().positive().default(1).describe('multiplies every wait'),
})

const stopRequest = z.strictObject({ ...place, thing: z.string() })

/** Listing, starting and stopping virtual devices, by thing. */
export function deviceControls(world: World, devices: VirtualDevices): Controls {
  const find = ({ account, region, thing }: z.infer<typeof stopRequest>) => {
    const fleet = world.fleet(account, region)
    const found = fleet.things.get(thing)
    if (!found) throw new Error(`There is no thing ${thing}`)
    return { fleet, thing: found }
  }
  const stories = () =>
    world.fleets.flatMap(({ account, region, stories }) =>
      stories.map(({ name, thing, device }) => {
        return { story: name, account, region, thing: thing.name, certificate: device?.certificate.id }
      }),
    )
  const list = () => ({ devices: devices.list() })
  return {
    'GET /devices': list,
    'GET /stories': () => ({ stories: stories() }),
    'POST /devices': (body) => {
      const { behaviour, pace, certificate: certificateId, ...request } = startRequest.parse(body)
      const { fleet, thing } = find(request)
      devices.start(fleet, { thing, behaviour, pace, certificateId })
      return list()
    },
    'DELETE /devices': (body) => {
      const { thing } = find(stopRequest.parse(body))
      return { stopped: devices.stop(thing) }
    },
  }
}
