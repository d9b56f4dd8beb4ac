import { parseArgs } from 'node:util'
import { z } from 'zod'
import { scenarioName } from './scenarios/scenario.ts'

/** Everything that can be set at the start, by environment variable (`SIM_PORT`) or flag (`--port`). */
export const settings = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0).describe('0 takes any free port'),
  scenario: scenarioName.default('demo'),
  seed: z.string().min(1).default('fleetwarden'),
  /** Seeded dates count from here. Keep it between starts, and the fleet keeps its certificates. */
  bornAt: z.coerce.date().default(startOfToday),
  quotaScale: z.coerce.number().min(0).default(1).describe('1 is AWS’s default quotas, 0 lifts them'),
  searchPageMax: z.coerce.number().int().min(1).max(500).default(100),
  broker: z.enum(['on', 'off']).default('on'),
  devices: z.coerce.number().int().min(0).optional().describe('virtual devices; left out, as many as the scenario has'),
  seeded: z.enum(['still', 'lively']).optional().describe('things without a device; left out, lively in the demo'),
  cutOffDelayMs: z.coerce.number().int().min(0).default(2000).describe('from deactivation to the end of a session'),
  policyCacheMs: z.coerce.number().int().min(0).default(5000).describe('how late a change of policies is noticed'),
  feedDelayMs: z.coerce.number().int().min(0).default(8000).describe('the longest until a log record can be read'),
  shortestKeepAliveS: z.coerce.number().int().min(1).default(30),
  shortestReportS: z.coerce.number().min(0).default(60).describe('between two device-side reports of a thing'),
  parentPid: z.coerce.number().int().positive().optional().describe('exit when this process is gone'),
})

export type Settings = z.infer<typeof settings>

/** Reads flags over environment over defaults. Throws a ZodError, or a TypeError for an unknown flag. */
export function readSettings(env: NodeJS.ProcessEnv, argv: string[]): Settings {
  const names = Object.keys(settings.shape)
  const options = Object.fromEntries(names.map((name) => [flagOf(name), { type: 'string' as const }]))
  const { values } = parseArgs({ args: argv, options })
  const given = names.map((name) => [name, values[flagOf(name)] ?? env[variableOf(name)]])
  return settings.parse(Object.fromEntries(given))
}

const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const variableOf = (name: string) => `SIM_${flagOf(name).replaceAll('-', '_').toUpperCase()}`

function startOfToday() {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
}
