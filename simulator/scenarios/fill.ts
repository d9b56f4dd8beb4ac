import type { World } from '../world.ts'
import demo from './demo.ts'
import { generated } from './generated.ts'
import hostile from './hostile.ts'
import type { Scenario, ScenarioName } from './scenario.ts'

/** Replaces everything the world's fleets hold with the scenario's. */
export function fill(world: World, name: ScenarioName) {
  world.forgetFleets()
  scenarioOf(name)(world)
}

function scenarioOf(name: ScenarioName): Scenario {
  switch (name) {
    case 'demo':
      return demo
    case 'hostile':
      return hostile
    case 'empty':
      return () => {}
    default:
      return generated(Number(name.slice('generated-'.length)))
  }
}
