import { z } from 'zod'
import { runAudit } from './audit/run.ts'
import type { Controls } from './control.ts'
import { type CheckName, checkNames } from './fleet/audits.ts'
import { newPolicy, putVersion } from './fleet/policy.ts'
import { homeAccount, type World } from './world.ts'

const place = {
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
}

const check = z.enum(checkNames)

const auditRequest = z.strictObject({
  ...place,
  failing: z.partialRecord(check, z.string()).default({}).describe('error codes of checks that cannot be evaluated'),
  future: z.array(z.string()).default([]).describe('names of checks that nobody knows yet'),
  disabled: z.array(check).default([]).describe('of all others, every one is enabled'),
})

const policyRequest = z.strictObject({ ...place, name: z.string(), document: z.string() })

const detectRequest = z.strictObject({ ...place, access: z.enum(['open', 'refused', 'empty']) })

/** Audits that are done at once, who has Detect, and policies that AWS would not take. */
export const accountControls = (world: World): Controls => ({
  'POST /audits': (body) => {
    const { account, region, failing, disabled, future } = auditRequest.parse(body)
    const fleet = world.fleet(account, region)
    const { audits } = fleet
    audits.roleArn ??= `arn:aws:iam::${account}:role/AuditRole`
    audits.failing.clear()
    for (const name of future as CheckName[]) {
      audits.future.add(name)
      audits.enable(name)
    }
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
  'PUT /policies': (body) => {
    const { account, region, name, document } = policyRequest.parse(body)
    const fleet = world.fleet(account, region)
    const now = fleet.now()
    const policy = fleet.policies.get(name) ?? newPolicy(name, now)
    if (!policy.versions.length) fleet.policies.add(policy)
    return { name, version: putVersion(policy, document, now) }
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
