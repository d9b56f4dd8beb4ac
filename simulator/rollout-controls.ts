import { z } from 'zod'
import { minutes } from './clock.ts'
import type { Controls } from './control.ts'
import type { Fleet } from './fleet/fleet.ts'
import { type Fate, type Mix, mixed, type Script, smoothly } from './fleet/jobs/fate.ts'
import type { Job } from './fleet/jobs/job.ts'
import { membersOf } from './fleet/jobs/members.ts'
import type { Thing } from './fleet/thing.ts'
import { homeAccount, type World } from './world.ts'

const place = {
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
}

const share = z.number().min(0).max(1)
const seconds = z.tuple([z.number().min(0), z.number().min(0)])

/** What of devices' ways is to be other than usual. */
const mix = z.strictObject({
  fail: share.default(smoothly.fail),
  reject: share.default(smoothly.reject),
  stall: share.default(smoothly.stall).describe('start and get no further'),
  silent: share.default(smoothly.silent).describe('never start'),
  messages: z.array(z.string()).default([...smoothly.messages]),
  startsWithinS: seconds.default([...smoothly.startsWithinS]),
  runsS: seconds.default([...smoothly.runsS]),
})

const fate = z.enum(['SUCCEEDED', 'FAILED', 'REJECTED', 'stall', 'silent'])

const rolloutRequest = z.strictObject({
  ...place,
  ...mix.shape,
  id: z.string().default(() => `rollout-${Date.now()}`),
  description: z.string().optional(),
  document: z.record(z.string(), z.unknown()).default({ operation: 'install' }),
  things: z.array(z.string()).optional().describe('by name'),
  groups: z.array(z.string()).optional().describe('by name; with neither, every group'),
  count: z.number().int().positive().optional().describe('of the members of the groups, so many'),
  continuous: z.boolean().default(false),
  fates: z.record(z.string(), fate).default({}).describe('of single things, by name'),
  anyway: z.boolean().default(false).describe('devices that are away take part, too'),
  packages: z.record(z.string(), z.string()).default({}).describe('versions by package'),
  perMinute: z.number().int().positive().optional(),
  timeoutMinutes: z.number().int().positive().optional(),
  retries: z.number().int().min(0).max(10).default(0),
  abort: z.strictObject({ percent: z.number().positive(), least: z.number().int().positive() }).optional(),
  agoMinutes: z.number().min(0).default(0).describe('how long ago it was created'),
})

const habitsRequest = mix.extend(place)

const softwareRequest = z.strictObject({
  ...place,
  thing: z.string(),
  package: z.string(),
  version: z.string().nullable().describe('null: it is there no longer'),
})

/** Rollouts that go as a test wants them to, how devices take other jobs, and software that no job has brought. */
export const rolloutControls = (world: World): Controls => ({
  'GET /rollouts': () => ({
    rollouts: world.fleets.flatMap((fleet) => {
      fleet.jobs.advance()
      return fleet.jobs.newestFirst.map((job) => stateOf(fleet, job))
    }),
  }),
  'POST /rollouts': (body) => {
    const request = rolloutRequest.parse(body)
    const fleet = world.fleet(request.account, request.region)
    fleet.jobs.advance()
    if (fleet.jobs.get(request.id)) throw new Error(`There is a job ${request.id}`)
    const { timeoutMinutes, perMinute, retries, abort, packages } = request
    const brought = Object.entries(packages).map(([name, version]) =>
      fleet.arn('package', `${name}/version/${version}`),
    )
    const job = fleet.jobs.create({
      ...{ id: request.id, description: request.description, document: JSON.stringify(request.document) },
      ...whomFor(fleet, request),
      targetSelection: request.continuous ? 'CONTINUOUS' : 'SNAPSHOT',
      createdAt: fleet.clock.now() - minutes(request.agoMinutes),
      packages: brought.length ? brought : undefined,
      rollout: perMinute ? { maximumPerMinute: perMinute } : undefined,
      timeout: timeoutMinutes ? { inProgressTimeoutInMinutes: timeoutMinutes } : undefined,
      retry: retries ? { criteriaList: [{ failureType: 'ALL', numberOfRetries: retries }] } : undefined,
      abort: abort && {
        criteriaList: [
          {
            ...{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: abort.percent },
            minNumberOfExecutedThings: abort.least,
          },
        ],
      },
      script: scriptOf(request),
    })
    fleet.jobs.advance()
    return stateOf(fleet, job)
  },
  'PUT /rollouts': (body) => {
    const { account, region, ...habits } = habitsRequest.parse(body)
    world.fleet(account, region).jobs.habits = habits
    return { account, region, ...habits }
  },
  'PUT /software': (body) => {
    const { account, region, thing: name, package: name_, version } = softwareRequest.parse(body)
    const fleet = world.fleet(account, region)
    const thing = fleet.things.get(name)
    if (!thing) throw new Error(`There is no thing ${name}`)
    fleet.jobs.advance()
    const { [name_]: before, ...others } = thing.details.software ?? {}
    thing.change({ software: version === null ? others : { ...others, [name_]: version } })
    return { thing: name, package: name_, before, version }
  },
})

function whomFor(fleet: Fleet, { things, groups, count }: z.infer<typeof rolloutRequest>) {
  const arns = (kind: 'thing' | 'thinggroup', names: readonly string[]) => names.map((name) => fleet.arn(kind, name))
  if (things && !groups) {
    const missing = things.find((name) => !fleet.things.get(name))
    if (missing !== undefined) throw new Error(`There is no thing ${missing}`)
    return { targets: arns('thing', things) }
  }
  const roots = fleet.groups.items.filter(({ parent, dynamic }) => !parent && !dynamic).map(({ name }) => name)
  const targets = [...arns('thing', things ?? []), ...arns('thinggroup', groups ?? roots)]
  if (count === undefined) return { targets }
  const chosen = new Set(membersOf(fleet, targets).slice(0, count))
  return { targets, only: (thing: Thing) => chosen.has(thing) }
}

function scriptOf({ fates, anyway, id, ...habits }: Mix & z.infer<typeof rolloutRequest>): Script {
  const byChance = mixed(habits, id)
  const script: Script = (thing, attempt) => {
    const own = fates[thing.name]
    if (!own) return byChance(thing, attempt)
    const usual = mixed({ ...habits, fail: 0, reject: 0, stall: 0, silent: 0 }, id)(thing, attempt)
    const says: Fate['says'] = { step: 'install', reason: habits.messages[0] ?? 'It did not work' }
    if (own === 'stall') return { ...usual, runs: undefined }
    if (own === 'silent') return { ...usual, startsAfter: undefined }
    return own === 'SUCCEEDED' ? usual : { ...usual, ends: own, says }
  }
  return anyway ? (thing, attempt) => ({ ...script(thing, attempt), anyway }) : script
}

const stateOf = ({ account, region }: Fleet, { id, status, executions }: Job) => ({
  ...{ account, region, id, status, executions: executions.size },
  ...{ counts: executions.counts },
})
