import type { Behavior, MetricValue, VerificationState } from '@aws-sdk/client-iot'
import { days, hours, minutes } from '../../clock.ts'
import type { SecurityProfile } from '../../fleet/detect.ts'
import { uuid } from '../../fleet/fleet.ts'
import { epoch, type FleetBuilder } from '../fleet-builder.ts'

/**
 * The home account has had Detect from before it was closed: a profile of static and statistical rules, one that learns, and
 * violations of the past month, some of them still going on, one of a client that no thing is registered for.
 */
export function watchBehaviour(build: FleetBuilder) {
  const { fleet } = build
  const { detect, clock } = fleet
  detect.access = 'open'
  const profile = (name: string, description: string, targets: string[], behaviors: Behavior[]): SecurityProfile => {
    const made = { name, description, behaviors, targets, createdAt: epoch(build.daysAgo(420)) }
    detect.profiles.set(name, made)
    return made
  }
  const limits = profile('chargers-and-gateways', 'What mains devices never do', groups(build), [
    storms,
    refusals,
    messages,
    ports,
  ])
  const learned = profile(
    'whole-fleet-learned',
    'What is unusual for a device',
    [allThings(build)],
    [learnedBytes, learnedFailures],
  )
  const names = (type: string, count: number) =>
    fleet.things.items
      .filter((thing) => thing.type?.name === type)
      .slice(20, 20 + count)
      .map(({ name }) => name)
  const [chargers, gateways, meters] = [names('ev-charger', 5), names('edge-gateway', 4), names('smart-meter', 6)]
  let number = 0
  const violate = (
    thingName: string | undefined,
    [of, behavior]: [SecurityProfile, Behavior],
    value: (step: number) => MetricValue,
    {
      agoMs,
      steps,
      ends = false,
      state = 'UNKNOWN',
    }: { agoMs: number; steps: number; ends?: boolean; state?: VerificationState },
  ) => {
    if (!thingName) return
    const id = uuid(`${build.seed}/violation/${++number}`).replaceAll('-', '')
    const startedAt = build.bornAt.getTime() - agoMs
    const stepMs = ends ? minutes(15) : Math.floor(agoMs / steps)
    const events = Array.from({ length: steps }, (_, step) => {
      return { type: 'in-alarm' as const, at: startedAt + step * stepMs, value: value(step) }
    })
    const last = events.at(-1)
    const cleared =
      ends && last ? [{ type: 'alarm-cleared' as const, at: last.at + minutes(20), value: last.value }] : []
    const confidence = behavior.criteria?.mlDetectionConfig?.confidenceLevel
    const verification = { state, description: state === 'UNKNOWN' ? undefined : 'Looked at by the night shift' }
    detect.violations.set(id, {
      id,
      thingName,
      profile: of,
      behavior,
      confidence,
      events: [...events, ...cleared],
      verification,
    })
  }
  const count = (least: number) => (step: number) => ({ count: least + step * 7 })
  violate(chargers[0], [limits, storms], count(44), { agoMs: hours(5), steps: 4 })
  violate(chargers[1], [limits, refusals], count(12), { agoMs: hours(30), steps: 6 })
  violate(chargers[2], [limits, storms], count(31), { agoMs: days(9), steps: 3, ends: true, state: 'BENIGN_POSITIVE' })
  violate(gateways[0], [limits, ports], () => ({ ports: [23, 5555] }), {
    agoMs: hours(11),
    steps: 2,
    state: 'TRUE_POSITIVE',
  })
  violate(gateways[1], [limits, messages], count(2400), { agoMs: days(2), steps: 5 })
  violate(gateways[2], [limits, messages], count(2100), {
    agoMs: days(16),
    steps: 2,
    ends: true,
    state: 'FALSE_POSITIVE',
  })
  violate('field-modem-17', [limits, refusals], count(20), { agoMs: days(1), steps: 3 })
  violate(meters[0], [learned, learnedBytes], () => ({ number: 91_004.5 }), { agoMs: hours(3), steps: 2 })
  violate(meters[1], [learned, learnedFailures], count(6), { agoMs: days(4), steps: 4 })
  for (const [place, meter] of meters.slice(2).entries()) {
    violate(meter, [learned, learnedBytes], () => ({ number: 40_000 + place }), {
      agoMs: days(6 + place * 5),
      steps: 2,
      ends: true,
    })
  }
  const trained = { profile: learned, collectedFrom: clock.now() - days(420) }
  detect.models.push(
    {
      ...trained,
      behaviorName: learnedBytes.name ?? '',
      status: 'ACTIVE',
      collectedPercentage: 100,
      refreshedAt: clock.now() - hours(9),
    },
    {
      ...trained,
      behaviorName: learnedFailures.name ?? '',
      status: 'PENDING_BUILD',
      collectedPercentage: 62.5,
      refreshedAt: undefined,
    },
  )
}

const groups = ({ fleet }: FleetBuilder) => ['emea', 'amer'].map((name) => fleet.arn('thinggroup', name))
const allThings = ({ fleet }: FleetBuilder) => `arn:aws:iot:${fleet.region}:${fleet.account}:all/things`

const once = { consecutiveDatapointsToAlarm: 1, consecutiveDatapointsToClear: 1 }

const storms: Behavior = {
  name: 'connects-too-often',
  metric: 'aws:num-connection-attempts',
  criteria: { comparisonOperator: 'less-than-equals', value: { count: 20 }, durationSeconds: 300, ...once },
}
const refusals: Behavior = {
  name: 'refused-too-often',
  metric: 'aws:num-authorization-failures',
  criteria: { comparisonOperator: 'less-than-equals', value: { count: 5 }, durationSeconds: 300, ...once },
}
const messages: Behavior = {
  name: 'sends-more-than-others',
  metric: 'aws:num-messages-sent',
  criteria: {
    comparisonOperator: 'less-than-equals',
    durationSeconds: 900,
    statisticalThreshold: { statistic: 'p99' },
    ...once,
  },
}
const ports: Behavior = {
  name: 'listens-elsewhere',
  metric: 'aws:listening-tcp-ports',
  criteria: { comparisonOperator: 'in-port-set', value: { ports: [22, 443, 8883] }, ...once },
}
const learnedBytes: Behavior = {
  name: 'sends-unusual-sizes',
  metric: 'aws:message-byte-size',
  criteria: { mlDetectionConfig: { confidenceLevel: 'HIGH' }, ...once },
}
const learnedFailures: Behavior = {
  name: 'fails-unusually-often',
  metric: 'aws:num-authorization-failures',
  criteria: { mlDetectionConfig: { confidenceLevel: 'MEDIUM' }, ...once },
  suppressAlerts: true,
}
