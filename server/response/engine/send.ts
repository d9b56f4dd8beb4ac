import type { FailureKind } from '#server/aws/failure.ts'
import type { Brakes } from './brakes.ts'
import type { Permissions } from './permissions.ts'
import { failureOfOne } from './read.ts'
import { isEssential, isInPlace, type Task, type TaskStep } from './task.ts'
import type { Turn } from './turn.ts'

export type Sending = Pick<Turn, 'aws' | 'parts'> & { permissions: Permissions; brakes: Brakes }

/**
 * Sends what is intended for one target, in order, and notes in the steps what became of it. A step that fails does not
 * keep the others from being tried: of two ways to keep a device out, the second still helps. Throws what concerns the
 * whole run; the steps then say how far it got.
 */
export async function sendTask(sending: Sending, task: Task): Promise<void> {
  for (const step of task.steps) {
    if (step.state !== 'intended') continue
    if (step.inDoubt && step.params.kind === 'close-connection' && (await isClosed(sending, step, step.params)))
      continue
    await send(sending, task, step)
  }
}

async function send({ aws, parts, permissions, brakes }: Sending, task: Task, step: TaskStep): Promise<void> {
  const kind = parts.steps[step.params.kind]
  const matters = isEssential(parts.steps, step, task)
  try {
    const { requestId } = await kind.apply(aws, step.params)
    Object.assign(step, { state: 'applied', requestId, error: null, at: parts.now() })
    permissions.allowed(kind.needs.applies)
    if (matters) brakes.called(kind.operation, null)
  } catch (error) {
    const failure = failureOfOne(error)
    permissions.denied(failure)
    if (matters) brakes.called(kind.operation, failure)
    const requestId = failure.details.requestId ?? null
    const isDone = kind.read && mayBeDone.includes(failure.kind) && (await isAsWanted({ aws, parts }, step))
    if (isDone) Object.assign(step, { state: 'applied', requestId, error: null, at: parts.now() })
    else Object.assign(step, { state: 'failed', requestId, error: failure.message, at: parts.now() })
  }
}

// An answer may be lost while the call was carried out; and what AWS does not have any more may be all that was wanted,
// such as a membership.
const mayBeDone: FailureKind[] = ['gone', 'transient', 'malformed']

async function isAsWanted({ aws, parts }: Pick<Sending, 'aws' | 'parts'>, step: TaskStep): Promise<boolean> {
  try {
    const value = (await parts.steps[step.params.kind].read?.(aws, step.params)) ?? null
    return isInPlace(parts.steps, step, value)
  } catch (error) {
    failureOfOne(error)
    return false
  }
}

/**
 * Whether a session that may have been closed by a worker that died is not that old session any more. Then it is not
 * closed a second time: one that came back is the watch's to judge.
 */
async function isClosed({ aws, parts }: Sending, step: TaskStep, { clientId }: { clientId: string }): Promise<boolean> {
  try {
    const session = await aws.connection(clientId)
    const isOld = session?.connected && session.since && step.intendedAt && session.since < step.intendedAt
    if (isOld) return false
  } catch (error) {
    // Nothing tells: rather once too few than twice.
    failureOfOne(error)
  }
  Object.assign(step, { state: 'applied', at: parts.now() })
  return true
}

export type CallsOutcome = { state: 'applied' | 'failed'; error: string | null; requestId: string | null }

/** Where a target stands after its calls. */
export function outcomeOf({ parts }: Pick<Turn, 'parts'>, task: Task): CallsOutcome {
  const failed = task.steps.filter((step) => step.state === 'failed')
  const fatal = failed.filter((step) => isEssential(parts.steps, step, task))
  // A session that must not be closed again so soon is not closed: where that was all, nothing was done.
  const spared = task.steps.filter((step) => step.state === 'skipped' && step.error !== null)
  const nothing = spared.length > 0 && task.steps.every((step) => spared.includes(step) || failed.includes(step))
  const words = [...(fatal.length > 0 ? fatal : failed), ...(nothing ? spared : [])].map((step) => step.error)
  const requests = (fatal.length > 0 ? fatal : task.steps).map((step) => step.requestId).filter((id) => id !== null)
  return {
    state: fatal.length > 0 || nothing ? 'failed' : 'applied',
    error: words.length > 0 ? [...new Set(words)].join(' ') : null,
    requestId: requests.at(-1) ?? null,
  }
}
