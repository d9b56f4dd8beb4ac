import { days, hours, minutes } from '../../clock.ts'
import { type Fate, type Mix, mixed, type Script, shareOf, smoothly } from '../../fleet/jobs/fate.ts'
import type { JobOrder } from '../../fleet/jobs/job.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { FleetBuilder } from '../fleet-builder.ts'
import { hasAgent, isSilent } from './packages.ts'

const unsigned = 'Signature of image does not match'
const full = 'Not enough space: 1.2 MB more needed'
const broken = 'Checksum of block 17 differs'

/**
 * Rollouts that went well, badly or not at all. No dice are rolled, and things of stories and exhibits are left alone.
 */
export function rollOut(build: FleetBuilder) {
  const { fleet } = build
  const started = fleet.clock.now()
  const kept = new Set([...fleet.stories.map(({ thing }) => thing), ...fleet.apart])
  const isFree = (thing: Thing) => !kept.has(thing)
  const groups = (...names: string[]) => names.map((name) => fleet.arn('thinggroup', name))
  const things = (type: string, count: number, isFit: (thing: Thing) => boolean = () => true) =>
    fleet.things.items
      .filter((thing) => thing.type?.name === type && isFree(thing) && isFit(thing))
      .slice(0, count)
      .map(({ name }) => fleet.arn('thing', name))
  const version = (name: string, release: string) => fleet.arn('package', `${name}/version/${release}`)
  const ago = (count: number) => build.daysAgo(count).getTime()
  const start = (job: Omit<JobOrder, 'targetSelection' | 'document'> & { continuous?: true; document?: object }) => {
    const { continuous, document, ...order } = job
    const operation = { operation: 'install', job: job.id, ...document }
    const targetSelection = continuous ? 'CONTINUOUS' : 'SNAPSHOT'
    fleet.jobs.create({ only: isFree, ...order, targetSelection, document: JSON.stringify(operation) })
  }
  const runs = (name: string) => (thing: Thing) => thing.details.software?.[name]

  start({
    ...{ id: 'logger-firmware-1-14-2', description: 'Logger firmware 1.14.2 for the north', createdAt: ago(20) },
    targets: things('cold-chain-logger', 80, (thing) => runs('logger-firmware')(thing) === '1.13.0'),
    packages: [version('logger-firmware', '1.14.2')],
    script: long(() => finished('SUCCEEDED')),
  })

  const meters = things('smart-meter', 100, (thing) => runs('meter-firmware')(thing) === '4.2.0')
  const failing = new Map(meters.map((arn, index) => [arn, oneInEight(index)]))
  start({
    ...{ id: 'meter-firmware-4-2-1', description: 'Meter firmware 4.2.1', createdAt: ago(10), targets: meters },
    packages: [version('meter-firmware', '4.2.1')],
    rollout: { maximumPerMinute: 50 },
    timeout: { inProgressTimeoutInMinutes: 120 },
    script: long((thing) => {
      const reason = failing.get(fleet.arn('thing', thing.name))
      return reason === undefined ? finished('SUCCEEDED') : finished('FAILED', { step: 'verify', reason })
    }),
  })

  start({
    ...{ id: 'security-agent-2-4-1', createdAt: ago(3.2) },
    description: 'Security update: MQTT client of the device agent (CVE-2026-31337)',
    targets: groups('emea', 'amer', 'apac'),
    only: (thing) => isFree(thing) && hasAgent(thing),
    document: { severity: 'high', fixes: 'CVE-2026-31337', security: 'true' },
    packages: [version('device-agent', '2.4.1')],
    script: atNight(days(3.2)),
  })

  start({
    ...{ id: 'meter-tariff-2027', description: 'Tariff tables of 2027', targets: groups('emea', 'amer', 'apac') },
    createdAt: Math.max(build.bornAt.getTime(), started - hours(2)),
    only: (thing) => isFree(thing) && thing.type?.name === 'smart-meter',
    rollout: { maximumPerMinute: 1 },
    script: withSilence(mixed(smoothly, 'tariff')),
  })

  const loggers = things('cold-chain-logger', 100, isConnected)
  start({
    ...{ id: 'logger-interval-300', description: 'Measure every five minutes', createdAt: ago(5) },
    targets: [...loggers.slice(0, 40), ...silentOnes(build, isFree)],
    timeout: { inProgressTimeoutInMinutes: 60 },
    retry: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] },
    script: withSilence(mixed({ ...smoothly, stall: 0.25 }, 'interval')),
  })

  start({
    ...{ id: 'agent-settings', description: 'Settings of the agent, for whoever joins', createdAt: ago(1) },
    continuous: true,
    targets: groups('firmware-canary', 'apac-nagoya', 'emea-hamburg'),
    only: (thing) => isFree(thing) && hasAgent(thing),
    script: withSilence(mixed({ ...smoothly, reject: 0.03, messages: ['Settings are locked on site'] }, 'settings')),
  })

  start({
    ...{ id: 'tracker-report-hourly', description: 'Report once an hour', createdAt: ago(15) },
    targets: things('asset-tracker', 60, isConnected),
    rollout: {
      exponentialRate: {
        baseRatePerMinute: 2,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 20 },
      },
    },
    abort: {
      criteriaList: [
        { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 25, minNumberOfExecutedThings: 12 },
      ],
    },
    script: long(mixed({ ...smoothly, fail: 0.5, messages: ['Operation not supported by 0.9.1'] }, 'hourly')),
  })

  start({
    ...{ id: 'pump-drive-7-0-3', description: 'Drive firmware 7.0.3, in the night', createdAt: ago(1) },
    targets: things('pump-controller', 70, (thing) => runs('pump-drive-firmware')(thing) === '6.8.0'),
    packages: [version('pump-drive-firmware', '7.0.3')],
    scheduling: { startTime: build.inDays(3).toISOString().slice(0, 16) },
    script: withSilence(mixed(smoothly, 'drive')),
  })

  // It opened eighteen hours before the start, too, for as long as ten devices take at this rate.
  const opens = new Date(started + hours(6))
  start({
    ...{ id: 'bridge-valves-at-night', description: 'Valve limits, in the maintenance window' },
    createdAt: Math.max(ago(1), started - hours(20)),
    continuous: true,
    targets: things('pump-controller', 95, isConnected).slice(70),
    rollout: { maximumPerMinute: 1 },
    scheduling: {
      maintenanceWindows: [
        { startTime: `cron(${opens.getUTCMinutes()} ${opens.getUTCHours()} * * ? *)`, durationInMinutes: 10 },
      ],
    },
    script: long(() => finished('SUCCEEDED')),
  })

  surprise(build, started, isFree)
}

/** Soon after the start, some pumps go back to older firmware, and loggers run what nobody has sent them. */
function surprise({ fleet }: FleetBuilder, started: number, isFree: (thing: Thing) => boolean) {
  const having = (name: string, release: string, count: number) =>
    fleet.things.items
      .filter((thing) => isFree(thing) && isConnected(thing) && thing.details.software?.[name] === release)
      .slice(0, count)
  fleet.jobs.plan(started + minutes(4), (at) => {
    fleet.jobs.create({
      ...{ id: 'pump-drive-back-to-6-8-0', description: 'Back to 6.8.0 on the pumps that stutter', createdAt: at },
      targets: having('pump-drive-firmware', '7.0.3', 5).map(({ name }) => fleet.arn('thing', name)),
      targetSelection: 'SNAPSHOT',
      document: JSON.stringify({ operation: 'install', version: '6.8.0' }),
      packages: [fleet.arn('package', 'pump-drive-firmware/version/6.8.0')],
      script: long(() => finished('SUCCEEDED')),
    })
  })
  fleet.jobs.plan(started + minutes(6), () => {
    for (const thing of having('logger-firmware', '1.14.2', 2))
      thing.change({ software: { ...thing.details.software, 'logger-firmware': '1.14.9-dev' } })
  })
}

const isConnected = ({ details }: Thing) => details.connectivity?.connected === true

/** Some whose agents are silent, so that there is a rollout that waits for nobody else. */
const silentOnes = ({ fleet }: FleetBuilder, isFree: (thing: Thing) => boolean) =>
  fleet.things.items
    .filter(
      (thing) => isFree(thing) && isSilent(thing) && isConnected(thing) && thing.type?.name === 'cold-chain-logger',
    )
    .slice(0, 4)
    .map(({ name }) => fleet.arn('thing', name))

/** Twelve of a hundred fail, for three reasons. */
function oneInEight(index: number): string | undefined {
  if (index % 8 !== 3 || index >= 96) return undefined
  const place = (index - 3) / 8
  return place < 6 ? unsigned : place < 10 ? full : broken
}

const finished = (ends: Fate['ends'], says: Fate['says'] = { step: 'done' }): Fate => ({
  ...{ startsAfter: minutes(2), runs: minutes(3), ends, begins: { step: 'download' }, says },
})

/** Long ago: wherever the devices are now, they were there then. */
const long =
  (script: Script): Script =>
  (thing, attempt) => ({ ...script(thing, attempt), anyway: true })

const withSilence =
  (script: Script): Script =>
  (thing, attempt) =>
    isSilent(thing) ? { ...script(thing, attempt), startsAfter: undefined } : script(thing, attempt)

/** The share of devices that take the security update on the fleet's first day: after a restart they still have it. */
const late = 0.25

/** Most take the update within a day, some on the fleet's first day, and some hang. */
function atNight(untilBirthMs: number): Script {
  const mix: Mix = { ...smoothly, fail: 0.015, reject: 0.015, stall: 0.03, messages: [unsigned, full, broken] }
  const script = withSilence(mixed(mix, 'security'))
  return (thing, attempt) => {
    const fate = script(thing, attempt)
    const share = shareOf(`night/${thing.name}`)
    if (fate.startsAfter === undefined || fate.runs === undefined) return fate
    const isLate = share < late
    const waits = isLate ? untilBirthMs + (share / late) * days(1) : ((share - late) / (1 - late)) * days(1)
    return { ...fate, startsAfter: waits, runs: minutes(2 + share * 10) }
  }
}
