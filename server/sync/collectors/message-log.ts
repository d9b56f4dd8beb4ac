import type { LoggingOptions } from '#server/aws/iot-logging.ts'
import { windowMs } from '#server/behaviours/ingest.ts'
import {
  countMessage,
  type MessageWindow,
  messagePattern,
  recordMessages,
  refusalPattern,
} from '#server/behaviours/messages.ts'
import { collector, type Source, tail } from '../collector.ts'
import { groupsOfEvents } from '../connection-feeds.ts'

/** `to`: windows up to here were read. Epoch ms. */
type Position = { to: number }

// Records come late by seconds, now and then by minutes: the window before is read once more with each, so that what is late
// by a window is counted in it, though it is judged without. What comes later still is not counted.
const graceMs = 120_000
/** Windows of longer ago are not caught up with: what devices did then is judged no more. */
const farthestMs = 3_600_000

const told = ['Publish-In', 'Publish-Out', 'Subscribe']
const detailed = ['INFO', 'DEBUG']

export default collector({
  title: 'Message log',
  brings: 'counts of messages',
  everyMs: 60_000,
  needs: ['iot:GetV2LoggingOptions', 'logs:FilterLogEvents'],
  async choose({ aws }) {
    const options = await aws.iot.loggingOptions()
    const found = groupsOfEvents(options, told)
    if ('unavailable' in found) return found
    return [options && isDetailed(options) ? 'counting' : 'refusals']
  },
  ways: { counting: reading(messagePattern), refusals: reading(refusalPattern) },
})

// Whether messages are logged one by one; a level of their own wins over the account's.
function isDetailed({ defaultLogLevel, eventConfigurations }: LoggingOptions): boolean {
  const own = eventConfigurations?.find(({ eventType }) => eventType === 'Publish-In')?.logLevel
  return detailed.includes(own ?? defaultLogLevel ?? '')
}

function reading(pattern: string) {
  return tail<MessageWindow, Position>({
    async *pages(source, position) {
      const last = Math.floor((Date.now() - graceMs) / windowMs) * windowMs
      const first = Math.max(position?.to ?? last - windowMs, last - farthestMs)
      if (first >= last) return
      for (let from = position ? first - windowMs : first; from < last; from += windowMs) {
        const devices = await readWindow(source, pattern, from)
        yield {
          items: devices.size > 0 ? [{ at: new Date(from), devices }] : [],
          position: { to: Math.max(first, from + windowMs) },
        }
      }
    },
    keep: recordMessages,
    lastAt: (windows) => windows.at(-1)?.at ?? null,
  })
}

async function readWindow({ aws }: Source, pattern: string, from: number) {
  const devices: Map<string, Record<string, number>> = new Map()
  const found = groupsOfEvents(await aws.iot.loggingOptions(), told)
  for (const group of 'unavailable' in found ? [] : found.groups) {
    for await (const events of aws.logs.events({ group, from, to: from + windowMs - 1 }, pattern)) {
      for (const { message } of events) countMessage(devices, message)
    }
  }
  return devices
}
