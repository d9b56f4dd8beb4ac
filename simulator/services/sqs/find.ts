import type { Queue } from '../../fleet/queue.ts'
import { AwsError } from '../../wire/aws-error.ts'
import type { Call } from '../call.ts'

const noSuchQueue = () => new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message, { status: 400 })

export const queueUrl = ({ world, fleet }: Call, name: string) => `${world.url}/${fleet.account}/${name}`

export function queueNamed({ fleet }: Call, name: string | undefined): Queue {
  const queue = fleet.queues.get(name ?? '')
  if (!queue) throw noSuchQueue()
  return queue
}

/** The queue of a URL, AWS's own included: the host says nothing, the path names account and queue. */
export function queueAt(call: Call, url: string | undefined): Queue {
  const [, account, name] = /^\w+:\/\/[^/]+\/(\d{12})\/([\w-]+)$/.exec(url ?? '') ?? []
  if (account !== call.fleet.account) throw noSuchQueue()
  return queueNamed(call, name)
}
