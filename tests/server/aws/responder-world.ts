import { afterAll, beforeAll } from 'vitest'
import { emptyTally, type Tally } from '#server/aws/call.ts'
import { connectResponder } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import { fillFleet } from '../sync/a-fleet.ts'
import { homeAccount, useSyncWorld } from '../sync/sync-world.ts'

const settings = {
  pace: { share: 0.5, scale: 0 },
  retry: { baseMs: 1, longestMs: 5, patienceMs: 100, transientRetries: 2 },
  pages: { search: 100, list: 5 },
}

const responderRole = 'arn:aws:iam::123456789012:role/FleetwardenResponder'

/** A small simulated fleet, and AWS as the responder sees it. */
export function useResponder(roleArn = responderRole) {
  const world = useSyncWorld({ broker: 'off' })
  const tally: Tally = emptyTally()
  const made = {} as { aws: ResponderAws; filled: ReturnType<typeof fillFleet>; close: () => void }
  beforeAll(() => {
    const connection = connectResponder(world.pool, { ...homeAccount, roleArn, externalId: null }, settings)
    Object.assign(made, {
      aws: connection.open(tally, new AbortController().signal),
      filled: fillFleet(world.fleet, 20),
      close: () => connection.close(),
    })
  })
  afterAll(() => made.close())
  return {
    world,
    tally,
    aws: () => made.aws,
    filled: () => made.filled,
    /** Connects to an account as somebody. */
    connect: (target: { awsAccountId?: string; roleArn?: string }) =>
      connectResponder(world.pool, { ...homeAccount, externalId: null, roleArn: responderRole, ...target }, settings),
    thing(name: string) {
      const thing = world.fleet.things.get(name)
      if (!thing) throw new Error(`No thing ${name}`)
      return thing
    },
  }
}
