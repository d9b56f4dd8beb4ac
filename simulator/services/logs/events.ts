import type { LogEvent, LogGroup } from '../../fleet/log-group.ts'
import { own } from '../iot/own.ts'
import type { LookUp } from './condition.ts'

export const messageOf = ({ record }: LogEvent) => JSON.stringify(record)

/** Digits as CloudWatch's ids, and the same whenever the event is read. */
export const eventIdOf = ({ at, sequence }: LogEvent) =>
  `3${String(at).padStart(19, '0')}${String(sequence).padStart(36, '0')}`

/** What Insights calls the pointer to an event: opaque, and good for nothing but GetLogRecord. */
const pointerOf = (group: LogGroup, { at, sequence }: LogEvent) =>
  Buffer.from(`${group.name}\n${at}\n${sequence}`).toString('base64')

/** Fields of an event: its own under `@`, and those that the JSON of its message has. */
export const fieldsOf =
  (group: LogGroup, account: string, event: LogEvent): LookUp =>
  (field) => {
    switch (field) {
      case '@timestamp':
        return timeText(event.at)
      case '@ingestionTime':
        return timeText(event.readableAt)
      case '@message':
        return messageOf(event)
      case '@logStream':
        return event.stream
      case '@log':
        return `${account}:${group.name}`
      case '@ptr':
        return pointerOf(group, event)
      default:
        return own(event.record as unknown as Record<string, unknown>, field)
    }
  }

/** A time as Insights prints it, UTC. */
const timeText = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '')
