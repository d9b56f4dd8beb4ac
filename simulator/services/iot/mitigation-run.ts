import type { MitigationExecution, MitigationTask } from '../../fleet/mitigations.ts'
import type { Call } from '../call.ts'
import { mitigate } from './mitigate.ts'

/** Until the first action, and between two. */
const stepMs = 200
/** A task of many findings takes several at a time. */
const steps = 20

/** Carries a task's actions out in their order, some time from now. The first that fails leaves the finding's others out. */
export function carryOut(call: Call, task: MitigationTask) {
  const batch = Math.max(1, Math.ceil(task.executions.length / steps))
  const timer = setInterval(() => void next(), stepMs)
  timer.unref()
  async function next() {
    const open = task.executions.filter(({ endedAt }) => endedAt === undefined)
    if (!open.length || task.isCanceled) return clearInterval(timer)
    for (const execution of open.slice(0, batch)) await perform(call, task, execution)
  }
}

async function perform(call: Call, { executions }: MitigationTask, execution: MitigationExecution) {
  const { clock } = call.fleet
  if (execution.endedAt !== undefined) return
  const hasFailed = executions.some(({ finding, status }) => finding === execution.finding && status === 'FAILED')
  execution.status = hasFailed ? 'SKIPPED' : 'IN_PROGRESS'
  if (!hasFailed) {
    try {
      await mitigate(call, execution.action, execution.finding)
      execution.status = 'COMPLETED'
    } catch (error) {
      const { name, message } = error as Error
      execution.status = 'FAILED'
      execution.error = { code: name, message }
    }
  }
  execution.endedAt = clock.now()
}
