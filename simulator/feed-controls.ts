import { z } from 'zod'
import { runAudit } from './audit/run.ts'
import type { Controls } from './control.ts'
import { type CheckName, checkNames } from './fleet/audits.ts'
import { defaultLogGroup, loggingOf } from './fleet/logging.ts'
import { historyRequest, writeHistory } from './history/history.ts'
import { homeAccount, type World } from './world.ts'

const place = {
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
}

const level = z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'DISABLED'])

const loggingRequest = z.strictObject({
  ...place,
  logging: z
    .strictObject({
      defaultLevel: level.default('ERROR'),
      isDisabled: z.boolean().default(false),
      events: z
        .array(z.strictObject({ eventType: z.string(), logLevel: level, logDestination: z.string().optional() }))
        .default([]),
    })
    .nullable(),
})

const check = z.enum(checkNames)

const auditRequest = z.strictObject({
  ...place,
  failing: z.partialRecord(check, z.string()).default({}).describe('error codes of checks that cannot be evaluated'),
  disabled: z.array(check).default([]).describe('of all others, every one is enabled'),
})

const detectRequest = z.strictObject({ ...place, access: z.enum(['open', 'refused', 'empty']) })

const past = historyRequest.extend(place)

/** What accounts log, what they would have logged in the past, and audits that are done at once. */
export const feedControls = (world: World): Controls => ({
  'GET /logging': () => ({
    accounts: world.fleets.map(({ account, region, logging = null, logs }) => {
      return { account, region, logging, groups: logs.items.map(({ name, size }) => ({ name, records: size })) }
    }),
  }),
  'PUT /logging': (body) => {
    const { account, region, logging } = loggingRequest.parse(body)
    const fleet = world.fleet(account, region)
    fleet.logging = logging ? { ...loggingOf(account, logging.events), ...logging } : undefined
    if (fleet.logging) {
      const elsewhere = fleet.logging.events.flatMap(({ logDestination }) => logDestination ?? [])
      for (const name of [defaultLogGroup, ...elsewhere]) fleet.logs.open(name, world.clock.now())
    }
    return { account, region, logging: fleet.logging ?? null }
  },
  'POST /history': (body) => {
    const { account, region, ...request } = past.parse(body)
    return writeHistory(world.fleet(account, region), request)
  },
  'POST /audits': (body) => {
    const { account, region, failing, disabled } = auditRequest.parse(body)
    const fleet = world.fleet(account, region)
    const { audits } = fleet
    audits.roleArn ??= `arn:aws:iam::${account}:role/AuditRole`
    audits.failing.clear()
    for (const [check, code] of Object.entries(failing)) audits.failing.set(check as CheckName, code)
    for (const check of checkNames) if (!disabled.includes(check) && !audits.enabled.has(check)) audits.enable(check)
    for (const check of disabled) audits.enabled.delete(check)
    const order = {
      type: 'SCHEDULED_AUDIT_TASK',
      scheduledName: 'every-night',
      checks: [...audits.enabled.keys()],
    } as const
    const { id, checks } = runAudit(fleet, { ...order, startedAt: world.clock.now(), takesMs: 0 })
    return {
      taskId: id,
      findings: Object.fromEntries([...checks].map(([name, { findings }]) => [name, findings.length])),
    }
  },
  'GET /detect': () => ({
    accounts: world.fleets.map(({ account, region, detect }) => {
      return { account, region, access: detect.access, violations: detect.violations.size }
    }),
  }),
  'PUT /detect': (body) => {
    const { account, region, access } = detectRequest.parse(body)
    world.fleet(account, region).detect.access = access
    return { account, region, access }
  },
})
