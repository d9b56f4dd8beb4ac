import type { Fleet } from '../fleet/fleet.ts'
import type { Identity } from '../identity.ts'
import type { World } from '../world.ts'

/** What an operation needs besides its input. */
export interface Call {
  world: World
  fleet: Fleet
  identity: Identity
}
