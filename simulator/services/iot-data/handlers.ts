import type * as iotData from '@aws-sdk/client-iot-data-plane'
import { AwsError } from '../../wire/aws-error.ts'
import type { Handlers } from '../../wire/handlers.ts'
import type { Call } from '../call.ts'
import { required } from '../check.ts'
import { invalidRequest } from '../refuse.ts'

export type IotDataHandlers = Handlers<typeof iotData, Call>

const maxClientIdLength = 128
const maxTopicBytes = 256
const maxPayloadBytes = 128 * 1024

export function checkedClientId(clientId: string | undefined): string {
  const id = required(clientId, 'clientId')
  if (id.startsWith('$') || id.length > maxClientIdLength) throw invalidRequest(`Invalid client id ${id}`)
  return id
}

/** A topic one may publish to: no wildcards, not too long. */
export function checkedTopic(topic = ''): string {
  const bytes = Buffer.byteLength(topic)
  if (!bytes || bytes > maxTopicBytes || /[+#\0]/.test(topic)) throw invalidRequest(`Invalid topic ${topic}`)
  return topic
}

export function checkedPayload(payload: unknown): Uint8Array {
  const content = payload instanceof Uint8Array ? payload : new Uint8Array()
  if (content.length <= maxPayloadBytes) return content
  throw new AwsError('RequestEntityTooLargeException', `The payload exceeds ${maxPayloadBytes} bytes`)
}
