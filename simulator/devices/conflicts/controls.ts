import { z } from 'zod'
import type { Controls } from '../../control.ts'
import { homeAccount, secondAccount, type World } from '../../world.ts'
import { conflictCause } from './causes.ts'
import type { Conflicts } from './conflicts.ts'

/** Fast enough to show within a minute, slow enough for one connection a second and client id, as AWS has it. */
const usualPace = 0.05

const startRequest = z.strictObject({
  cause: conflictCause,
  account: z.string().default(homeAccount.id),
  region: z.string().optional(),
  things: z.array(z.string()).max(500).optional(),
  clientId: z.string().min(1).max(128).optional().describe('unregistered, for instance; of one thing alone'),
  pace: z.number().positive().default(usualPace),
  label: z.string().optional(),
})

const stopRequest = z.strictObject({ id: z.string().optional(), label: z.string().optional() })

/** Starting, listing and stopping conflicts. */
export const conflictControls = (world: World, conflicts: Conflicts): Controls => ({
  'GET /conflicts': () => ({ conflicts: conflicts.list() }),
  'POST /conflicts': (body) => {
    const { account, region, ...request } = startRequest.parse(body)
    const home = account === secondAccount.id ? secondAccount : homeAccount
    return conflicts.start(world.fleet(account, region ?? home.region), request)
  },
  'DELETE /conflicts': (body) => ({ stopped: conflicts.stop(stopRequest.parse(body)) }),
})
