import { knownMitigations, type Mitigation, recordMitigations } from '#server/findings/audits/keep-mitigations.ts'
import type { AwsObject } from '#server/findings/objects.ts'
import { keepObjects } from '#server/findings/objects.ts'
import { collector, minutes, type Source, single } from '../collector.ts'
import { describedAll } from '../parts.ts'

const dayMs = 86_400_000
/** AWS keeps 90 days and refuses to be asked for more. */
const farthestMs = 89 * dayMs

type Read = { actions: AwsObject[]; tasks: Mitigation[] }

export default collector({
  title: 'Mitigation',
  brings: 'mitigation actions, and what came of them',
  everyMs: minutes(10),
  needs: [
    'iot:ListMitigationActions',
    'iot:DescribeMitigationAction',
    'iot:ListAuditMitigationActionsTasks',
    'iot:DescribeAuditMitigationActionsTask',
    'iot:ListAuditMitigationActionsExecutions',
  ],
  ways: {
    mitigation: single<Read>({
      async read(source) {
        const { aws } = source
        const actions = await describedAll(aws.defender.mitigationActions(), (name) =>
          aws.defender.mitigationAction(name),
        )
        return { actions, tasks: await newTasks(source) }
      },
      async keep(seen, { actions, tasks }) {
        const changes = await keepObjects(seen, 'mitigation-action', actions)
        const { added = 0, changed = 0 } = await recordMitigations(seen, tasks)
        return { ...changes, added: (changes.added ?? 0) + added, changed: (changes.changed ?? 0) + changed }
      },
    }),
  },
})

async function newTasks({ aws, sql, account }: Source): Promise<Mitigation[]> {
  const { ended, since } = await knownMitigations(sql, account.id)
  const now = Date.now()
  const from = new Date(Math.max(now - farthestMs, (since?.getTime() ?? 0) - dayMs))
  const tasks: Mitigation[] = []
  for await (const { items } of aws.defender.mitigationTasks(from, new Date(now))) {
    for (const { taskId, startTime } of items) {
      if (ended.has(taskId)) continue
      const task = await aws.defender.mitigationTask(taskId)
      if (!task) continue
      const findings = task.target?.findingIds ?? []
      const executions = []
      for (const finding of findings) executions.push(...(await aws.defender.mitigationExecutions(taskId, finding)))
      const { taskStatus: status, endTime, ...facts } = task
      const startedAt = task.startTime ?? startTime ?? new Date(now)
      tasks.push({ id: taskId, status, startedAt, endedAt: endTime ?? null, facts, executions })
    }
  }
  return tasks
}
