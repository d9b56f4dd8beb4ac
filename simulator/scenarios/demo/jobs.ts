import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import type { Thing } from '../../fleet/thing.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

/** Three jobs of a dozen things, two of them unfinished: the obedient charger is busy with both. */
export function giveJobs(build: FleetBuilder) {
  const { stories, things } = build.fleet
  const of = (name: string) => stories.filter((story) => story.name === name).map(({ thing }) => thing)
  const others = (type: string, count: number) =>
    things.items.filter((thing) => thing.type?.name === type && isNoStory(thing)).slice(0, count)
  const isNoStory = (thing: Thing) => stories.every((story) => story.thing !== thing)
  const each = (found: Thing[], status: JobExecutionStatus) => found.map((thing) => [thing, status] as const)
  const [ready, waiting, done] = [others('ev-charger', 2), others('smart-meter', 3), others('pump-controller', 2)]
  build.job({ id: 'charger-firmware-3-4-0', description: 'Firmware 3.4.0 for chargers', startedDaysAgo: 2 }, [
    ...each(of('obedient'), 'IN_PROGRESS'),
    ...each(ready.slice(0, 1), 'QUEUED'),
    ...each(ready.slice(1), 'SUCCEEDED'),
  ])
  build.job({ id: 'rotate-logs', description: 'Send the logs in and start afresh', startedDaysAgo: 1 }, [
    ...each([...of('obedient'), ...of('plain'), ...waiting.slice(0, 1)], 'QUEUED'),
    ...each([...of('two-certificates'), ...waiting.slice(1)], 'SUCCEEDED'),
  ])
  build.job({ id: 'pump-calibration', description: 'Calibrate the drives', startedDaysAgo: 40 }, [
    ...each([...of('ten-groups'), ...done.slice(0, 1)], 'SUCCEEDED'),
    ...each(done.slice(1), 'FAILED'),
  ])
}
