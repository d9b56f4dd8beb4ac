import type { LogEvent, LogGroup } from '../../fleet/log-group.ts'
import { sha256 } from '../../x509/seeded.ts'
import { pageToken, readPageToken } from '../page-token.ts'
import { eventIdOf, fieldsOf, messageOf } from './events.ts'
import { filterPattern } from './filter-pattern.ts'
import { findGroup } from './groups.ts'
import type { LogsHandlers } from './handlers.ts'
import { invalidParameter } from './refuse.ts'

const maxEvents = 10_000
const maxPageBytes = 1024 * 1024
/** What one call looks through before it answers with what it has, which may be nothing. */
const maxScanned = 50_000
/** One question in so many gets an empty page first. */
const emptyEvery = 6

/** Where a walk stands. */
interface Place {
  at: number
  sequence: number
  /** Its empty page has been given. */
  wasEmpty: boolean
}

export const filterLogEvents: LogsHandlers = {
  FilterLogEvents(input, { fleet, world }) {
    const { nextToken, limit = maxEvents, logGroupName, logGroupIdentifier, filterPattern: pattern = '' } = input
    if (limit < 1 || limit > maxEvents) throw invalidParameter(`limit must be between 1 and ${maxEvents}`)
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, logStreamNames, logStreamNamePrefix } = input
    if (logStreamNames && logStreamNamePrefix !== undefined) {
      throw invalidParameter('logStreamNames and logStreamNamePrefix cannot both be specified')
    }
    if (startTime > endTime) throw invalidParameter('End time is before start time')
    const group = findGroup(fleet, logGroupName ?? logGroupIdentifier)
    const question = `FilterLogEvents${JSON.stringify({ ...input, nextToken: undefined, limit: undefined })}`
    const place = nextToken ? readPlace(question, nextToken) : { at: startTime, sequence: 0, wasEmpty: false }
    if (!place.wasEmpty && isEmptyFirst(question, place)) {
      return { events: [], searchedLogStreams: [], nextToken: tokenOf(question, { ...place, wasEmpty: true }) }
    }
    const matches = filterPattern(world.faults.settings.ignoredPatterns ? '' : pattern)
    const isWanted = (event: LogEvent) =>
      (!logStreamNames || logStreamNames.includes(event.stream)) &&
      (logStreamNamePrefix === undefined || event.stream.startsWith(logStreamNamePrefix)) &&
      matches(fieldsOf(group, fleet.account, event))
    const { found, next } = scan(group, place, { limit, endTime, now: fleet.clock.now(), isWanted })
    const events = found.sort(byStream).map((event) => ({
      logStreamName: event.stream,
      timestamp: event.at,
      message: messageOf(event),
      ingestionTime: Math.round(event.readableAt),
      eventId: eventIdOf(event),
    }))
    return { events, searchedLogStreams: [], nextToken: next && tokenOf(question, { ...next, wasEmpty: true }) }
  },
}

interface Wanted {
  limit: number
  endTime: number
  now: number
  isWanted(event: LogEvent): boolean
}

/** What can be read by now, from a place on; what comes in later is not waited for. */
function scan(group: LogGroup, place: Place, { limit, endTime, now, isWanted }: Wanted) {
  const found: LogEvent[] = []
  let bytes = 0
  const start = group.positionOf(place.at, place.sequence)
  for (let index = start; ; index++) {
    const event = group.at(index)
    if (!event || event.at > endTime) return { found, next: undefined }
    if (index - start === maxScanned) return { found, next: event }
    if (event.readableAt > now || !isWanted(event)) continue
    bytes += messageOf(event).length
    if (found.length === limit || bytes > maxPageBytes) return { found, next: event }
    found.push(event)
  }
}

/** Streams are searched side by side: within a few seconds one comes after the other. */
function byStream(a: LogEvent, b: LogEvent): number {
  const span = Math.floor(a.at / 5000) - Math.floor(b.at / 5000)
  if (span || a.stream === b.stream) return span || a.at - b.at || a.sequence - b.sequence
  return a.stream < b.stream ? -1 : 1
}

const isEmptyFirst = (question: string, { at, sequence }: Place) =>
  (sha256(question, `${at}/${sequence}`)[0] ?? 0) % emptyEvery === 0

const tokenOf = (question: string, { at, sequence, wasEmpty }: Place) =>
  pageToken(question, JSON.stringify([at, sequence, wasEmpty]))

function readPlace(question: string, token: string): Place {
  try {
    const [at, sequence, wasEmpty] = JSON.parse(readPageToken(question, token)) as [number, number, boolean]
    return { at, sequence, wasEmpty }
  } catch {
    throw invalidParameter('The specified nextToken is invalid.')
  }
}
