import { type Identity, identify } from './identity.ts'
import { injectFaults, loseAnswer, spoilOutput, withoutEndlessToken } from './injected-faults.ts'
import { authorize, isRead } from './permissions.ts'
import { operationOf } from './services/simulated.ts'
import { AwsError } from './wire/aws-error.ts'
import type { Dispatch, WireCall } from './wire/endpoint.ts'
import type { World } from './world.ts'

/** How far a call has come. */
interface Progress {
  identity?: Identity
  /** The operation itself has been carried out. */
  applied: boolean
}

/**
 * Answers calls from the world's fleets: who asks, whether it may, what trouble is due, whether the quota allows it, then
 * the operation.
 */
export function dispatchTo(world: World): Dispatch {
  return async (call) => {
    const { name } = call.operation
    world.counts.called(name)
    const progress: Progress = { applied: false }
    try {
      const output = await carryOut(world, call, progress)
      note(world, call, progress, 'ok')
      return spoilOutput(world, name, output)
    } catch (error) {
      world.counts.refused(name, error)
      note(world, call, progress, error instanceof Error ? error.name : String(error))
      throw error
    }
  }
}

async function carryOut(world: World, { operation, input, caller }: WireCall, progress: Progress) {
  const service = operation.service.id
  const asked = { service, operation: operation.name, input }
  const identity = identify(caller, world.clock.now())
  progress.identity = identity
  authorize(identity, service, operation.name, input)
  await injectFaults(world, identity, asked)
  const simulated = operationOf(service, operation.name)
  if (!simulated) throw new AwsError('NotImplemented', `${operation.name} is not simulated`, { status: 501 })
  world.quotas.spend(identity, service, operation.name)
  const fleet = world.fleet(identity.account, identity.region)
  const output = await simulated(withoutEndlessToken(input), { world, fleet, identity })
  progress.applied = true
  loseAnswer(world, asked)
  return output
}

/** Calls of nobody, and calls that change nothing, leave no trace. */
function note(world: World, { operation, input, requestId }: WireCall, progress: Progress, outcome: string) {
  const { identity, applied } = progress
  if (!identity || operation.service.id === 'sts' || isRead(operation.name)) return
  const { account, region, caller } = identity
  const at = world.clock.now()
  world.calls.add({ at, account, region, caller, operation: operation.name, input, outcome, applied, requestId })
}
