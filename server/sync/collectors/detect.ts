import type { Violation, ViolationEvent } from '#server/aws/detect.ts'
import { confirmVerdicts } from '#server/findings/audits/confirm-verdicts.ts'
import { tellDetect } from '#server/findings/audits/detect-sightings.ts'
import {
  type DetectEvent,
  type DetectViolation,
  latestEvent,
  recordDetectEvents,
  recordViolations,
} from '#server/findings/audits/keep-detect.ts'
import { type AwsObject, keepObjects } from '#server/findings/objects.ts'
import { callFailure } from '../call-failure.ts'
import { collector, minutes, type Source, single } from '../collector.ts'
import { describedAll } from '../parts.ts'

const dayMs = 86_400_000
/** AWS keeps violations for 30 days. */
const farthestMs = 29 * dayMs
const overlapMs = 10 * 60_000

type Read = { readAt: Date; profiles: AwsObject[]; violations: DetectViolation[]; events: DetectEvent[] }

export default collector({
  title: 'Detect',
  brings: 'security profiles, and violations of their behaviours',
  everyMs: minutes(5),
  needs: [
    'iot:ListSecurityProfiles',
    'iot:DescribeSecurityProfile',
    'iot:ListTargetsForSecurityProfile',
    'iot:ListActiveViolations',
    'iot:ListViolationEvents',
  ],
  choose: whereOffered,
  ways: {
    violations: single<Read>({
      read,
      async keep(seen, { readAt, profiles, violations, events }) {
        const changes = await keepObjects(seen, 'security-profile', profiles)
        const { added = 0, changed = 0, gone = 0 } = await recordViolations(seen, violations)
        const more = await recordDetectEvents(seen, events)
        await confirmVerdicts(seen, readAt)
        await tellDetect(seen)
        return {
          added: (changes.added ?? 0) + added + more,
          changed: (changes.changed ?? 0) + changed,
          gone: (changes.gone ?? 0) + gone,
        }
      },
    }),
  },
})

// How an account that never had Detect is answered is not documented: every refusal that is not for want of a
// permission is taken for that, with AWS's own words. An endpoint that knows no such operation is not AWS.
async function whereOffered({ aws }: Omit<Source, 'route'>): Promise<string[] | { unavailable: string }> {
  try {
    await aws.defender.securityProfiles().next()
    return ['violations']
  } catch (error) {
    const failure = callFailure(error, 'invalid', 'gone', 'denied')
    if (!failure || (failure.kind === 'denied' && !saysClosed(failure))) throw error
    return {
      unavailable: `Detect is closed to new customers since 31 August 2026, and this account does not have it. AWS says: ${failure.message}`,
    }
  }
}

const saysClosed = ({ message }: Error) =>
  /no longer|new customers|not available|end of (support|life)|closed/i.test(message)

async function read({ aws, sql, account }: Source): Promise<Read> {
  const readAt = new Date()
  const profiles = await describedAll(aws.defender.securityProfiles(), (name) => aws.defender.securityProfile(name))
  const violations: DetectViolation[] = []
  for await (const { items } of aws.defender.activeViolations()) violations.push(...items.map(toViolation))
  const now = Date.now()
  const since = (await latestEvent(sql, account.id))?.getTime() ?? 0
  const from = new Date(Math.max(now - farthestMs, since - overlapMs))
  const events: DetectEvent[] = []
  for await (const { items } of aws.defender.violationEvents(from, new Date(now))) events.push(...items.map(toEvent))
  return { readAt, profiles, violations, events }
}

const about = ({ violationId, thingName, securityProfileName, behavior, raw }: Violation | ViolationEvent) => ({
  id: violationId,
  thing: thingName,
  profile: securityProfileName,
  behavior: behavior.name,
  raw,
})

const toViolation = (one: Violation): DetectViolation => ({
  ...about(one),
  metric: one.behavior.metric ?? null,
  startedAt: one.violationStartTime ?? null,
  lastAt: one.lastViolationTime ?? null,
  verification: one.verificationState ?? null,
})

const toEvent = (one: ViolationEvent): DetectEvent => ({
  ...about(one),
  type: one.violationEventType,
  at: one.violationEventTime,
})
