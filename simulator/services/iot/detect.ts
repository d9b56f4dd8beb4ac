import type { BehaviorCriteriaType, VerificationState } from '@aws-sdk/client-iot'
import { days } from '../../clock.ts'
import type { SecurityProfile, Violation } from '../../fleet/detect.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { oneOf, required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

/** Violations are kept so long. */
const retentionMs = days(30)
const maxDescription = 1000
const verificationStates = ['FALSE_POSITIVE', 'BENIGN_POSITIVE', 'TRUE_POSITIVE', 'UNKNOWN'] as const
const paging = { max: 250, fallback: 25 }

/** Violations, which Detect found; behaviour is not evaluated here. */
export const violations: IotHandlers = {
  ListActiveViolations(input, { fleet }) {
    const active = kept(fleet, input)
      .filter(({ events }) => events.at(-1)?.type === 'in-alarm')
      .sort((a, b) => lastAt(b) - lastAt(a))
    const { items, next } = paginate(input, inPresentOrder(active), { operation: 'ListActiveViolations', ...paging })
    const activeViolations = items.map((violation) => ({
      ...described(violation),
      lastViolationValue: violation.events.at(-1)?.value,
      lastViolationTime: new Date(lastAt(violation)),
      violationStartTime: new Date(violation.events[0]?.at ?? 0),
    }))
    return { activeViolations, nextToken: next }
  },

  ListViolationEvents(input, { fleet }) {
    const from = required(input.startTime, 'startTime').getTime()
    const to = required(input.endTime, 'endTime').getTime()
    if (from > to) throw invalidRequest('startTime must be before endTime')
    const oldest = fleet.clock.now() - retentionMs
    const events = kept(fleet, input)
      .flatMap((violation) => violation.events.map((event) => ({ violation, event })))
      .filter(({ event }) => event.at >= Math.max(from, oldest) && event.at <= to)
      .sort((a, b) => b.event.at - a.event.at)
    const { items, next } = paginate(input, inPresentOrder(events), { operation: 'ListViolationEvents', ...paging })
    const violationEvents = items.map(({ violation, event }) => ({
      ...described(violation),
      metricValue: event.value,
      violationEventType: event.type,
      violationEventTime: new Date(event.at),
    }))
    return { violationEvents, nextToken: next }
  },

  PutVerificationStateOnViolation(input, { fleet }) {
    let violation: Violation | undefined
    if (isOpen(fleet)) violation = fleet.detect.violations.get(required(input.violationId, 'violationId'))
    if (!violation) throw notFound(`Violation ${input.violationId} not found`)
    const description = input.verificationStateDescription
    if (description !== undefined && description.length > maxDescription) {
      throw invalidRequest(`verificationStateDescription must have at most ${maxDescription} characters`)
    }
    const state = oneOf(input.verificationState, 'verificationState', verificationStates)
    violation.verification = { state, description }
    return {}
  },
}

/** Throws AccessDeniedException where the account is refused; false where it is let in and has nothing. */
export function isOpen({ detect }: Fleet): boolean {
  if (detect.access !== 'refused') return detect.access === 'open'
  const message = 'AWS IoT Device Defender Detect is not available to new customers.'
  throw new AwsError('AccessDeniedException', message, { status: 403 })
}

interface Filters {
  thingName?: string | undefined
  securityProfileName?: string | undefined
  behaviorCriteriaType?: BehaviorCriteriaType | undefined
  listSuppressedAlerts?: boolean | undefined
  verificationState?: VerificationState | undefined
}

function kept(fleet: Fleet, filters: Filters): Violation[] {
  if (!isOpen(fleet)) return []
  const { thingName, securityProfileName, behaviorCriteriaType, listSuppressedAlerts, verificationState } = filters
  const oldest = fleet.clock.now() - retentionMs
  return [...fleet.detect.violations.values()].filter(
    (violation) =>
      lastAt(violation) >= oldest &&
      (!thingName || violation.thingName === thingName) &&
      (!securityProfileName || violation.profile.name === securityProfileName) &&
      (!behaviorCriteriaType || criteriaType(violation) === behaviorCriteriaType) &&
      (listSuppressedAlerts === undefined || (violation.behavior.suppressAlerts ?? false) === listSuppressedAlerts) &&
      (!verificationState || violation.verification.state === verificationState),
  )
}

const lastAt = ({ events }: Violation) => events.at(-1)?.at ?? 0

function criteriaType({ behavior: { criteria } }: Violation): BehaviorCriteriaType {
  if (criteria?.mlDetectionConfig) return 'MACHINE_LEARNING'
  return criteria?.statisticalThreshold ? 'STATISTICAL' : 'STATIC'
}

const described = ({ id, thingName, profile, behavior, confidence, verification }: Violation) => ({
  violationId: id,
  thingName,
  securityProfileName: profile.name,
  behavior,
  ...(confidence && { violationEventAdditionalInfo: { confidenceLevel: confidence } }),
  verificationState: verification.state,
  ...(verification.description !== undefined && { verificationStateDescription: verification.description }),
})

export const profileIdentifier = (fleet: Fleet, { name }: SecurityProfile) => ({
  name,
  arn: fleet.arn('securityprofile', name),
})
