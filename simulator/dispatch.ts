import { identify } from './identity.ts'
import { injectFaults, spoilOutput, withoutEndlessToken } from './injected-faults.ts'
import { operationOf } from './services/simulated.ts'
import { AwsError } from './wire/aws-error.ts'
import type { Dispatch } from './wire/endpoint.ts'
import type { World } from './world.ts'

/** Answers calls from the world's fleets: who asks, what trouble is due, whether the quota allows it, then the operation. */
export function dispatchTo(world: World): Dispatch {
  return async ({ operation: { name, service }, input, caller }) => {
    world.counts.called(name)
    try {
      const identity = identify(caller, world.clock.now())
      await injectFaults(world, identity, name, input)
      const operation = operationOf(service.id, name)
      if (!operation) throw new AwsError('NotImplemented', `${name} is not simulated`, { status: 501 })
      world.quotas.spend(identity.account, identity.region, name)
      const fleet = world.fleet(identity.account, identity.region)
      return spoilOutput(world, name, await operation(withoutEndlessToken(input), { world, fleet, identity }))
    } catch (error) {
      world.counts.refused(name, error)
      throw error
    }
  }
}
