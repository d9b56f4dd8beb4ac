import { z } from 'zod'
import type { World } from '../world.ts'

/** Fills a world's accounts from its seed and birth date: the same two always give the same fleets. */
export type Scenario = (world: World) => void

/** `generated-N` makes N things with one certificate each. */
export const scenarioName = z.union([
  z.enum(['demo', 'empty', 'hostile']),
  z.templateLiteral(['generated-', z.number().int().positive()]),
])

export type ScenarioName = z.infer<typeof scenarioName>
