import { isSettled } from '../fleet/command.ts'
import type { Fleet } from '../fleet/fleet.ts'

const responseTopic = /^\$aws\/commands\/(thing|client)s\/([^/]+)\/executions\/([^/]+)\/response\/json$/
const reported = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED'] as const

/** Takes what a device says of a command it was sent. What is no answer to one, or comes after the end, changes nothing. */
export function noteCommandResponse(fleet: Fleet, topic: string, payload: Buffer | string) {
  const [, kind, name, id] = responseTopic.exec(topic) ?? []
  const execution = id === undefined ? undefined : fleet.commandExecutions.get(id)
  if (!execution || execution.targetArn !== fleet.arn(kind === 'thing' ? 'thing' : 'client', name ?? '')) return
  const { status, statusReason } = parse(payload)
  const found = reported.find((one) => one === status)
  if (!found || isSettled(execution)) return
  const now = fleet.clock.now()
  execution.status = found
  execution.updatedAt = now
  execution.startedAt ??= now
  if (isSettled(execution)) execution.completedAt = now
  if (typeof statusReason?.reasonCode === 'string') {
    execution.reason = { reasonCode: statusReason.reasonCode, reasonDescription: statusReason.reasonDescription }
  }
}

interface Response {
  status?: unknown
  statusReason?: { reasonCode?: unknown; reasonDescription: string | undefined }
}

function parse(payload: Buffer | string): Response {
  try {
    return (JSON.parse(payload.toString()) as Response | null) ?? {}
  } catch {
    return {}
  }
}
