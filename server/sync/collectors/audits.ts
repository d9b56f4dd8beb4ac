import type { AuditTask } from '#server/aws/defender.ts'
import { type Audit, knownAudits, recordAudits } from '#server/findings/audits/keep-audits.ts'
import { recordAuditResults } from '#server/findings/audits/keep-results.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { collector, minutes, type Source, single } from '../collector.ts'

const dayMs = 86_400_000
/** AWS keeps 90 days and refuses to be asked for more. */
const farthestMs = 89 * dayMs
const overlapMs = dayMs

export default collector({
  title: 'Audits',
  brings: 'what Device Defender audited, check by check',
  everyMs: minutes(1),
  needs: ['iot:ListAuditTasks', 'iot:DescribeAuditTask'],
  ways: {
    tasks: single<Audit[]>({
      read: newAudits,
      async keep(seen, audits) {
        const changes = await recordAudits(seen, audits)
        await recordAuditResults(seen)
        return changes
      },
    }),
  },
})

// What is known to its end is never described again.
async function newAudits({ aws, sql, account }: Source): Promise<Audit[]> {
  const { ended, since } = await knownAudits(sql, account.id)
  const now = Date.now()
  const from = new Date(Math.max(now - farthestMs, (since?.getTime() ?? 0) - overlapMs))
  const wanted: string[] = []
  for await (const { items } of aws.defender.auditTasks(from, new Date(now))) {
    wanted.push(...items.flatMap(({ taskId }) => (ended.has(taskId) ? [] : [taskId])))
  }
  const described = await inParallel([...new Set(wanted)], 8, (id) => aws.defender.auditTask(id))
  return described.flatMap((task) => (task ? [toAudit(task, new Date(now))] : []))
}

const toAudit = (
  { id, taskType, taskStatus, taskStartTime, scheduledAuditName, auditDetails }: AuditTask,
  now: Date,
) => ({
  id,
  type: taskType,
  status: taskStatus,
  schedule: scheduledAuditName ?? null,
  startedAt: taskStartTime ?? now,
  checks: Object.entries(auditDetails).map(([name, details]) => ({
    name,
    status: details.checkRunStatus,
    // Of what was not evaluated AWS says that it is not compliant, too.
    compliant:
      details.errorCode || !details.checkRunStatus.startsWith('COMPLETED') ? null : (details.checkCompliant ?? null),
    total: details.totalResourcesCount ?? null,
    nonCompliant: details.nonCompliantResourcesCount ?? null,
    suppressed: details.suppressedNonCompliantResourcesCount ?? null,
    errorCode: details.errorCode ?? null,
    message: details.message ?? null,
  })),
})
