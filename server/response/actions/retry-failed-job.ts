import { action, skipped } from '../action.ts'
import { gone, list, plural } from './parts/words.ts'

// A job takes so many targets ("AWS IoT Device Management endpoints and quotas"); more become several jobs.
const mostTargets = 100
const mostJobs = 20

export default action('deployment', {
  plan({ rollout, exists, id, failed, settled, left, covered, document, retry, timer }) {
    if (rollout !== 'job') return skipped('Greengrass tries again by a new revision of the deployment')
    if (!exists) return skipped(gone('job'))
    if (document === '') return skipped('AWS has its document no more')
    const things = failed.filter((thing) => !covered.has(thing))
    const out = [
      ...(settled > 0 ? [`${plural(settled, 'device')} succeeded since or are tried again already`] : []),
      ...(left.gone > 0 ? [`${plural(left.gone, 'device')} were deleted`] : []),
      ...(left.removed > 0 ? [`${plural(left.removed, 'device')} left what the job is for`] : []),
    ]
    const [kept] = covered
    if (things.length === 0)
      return skipped(kept ? `${kept[0]}: ${kept[1]}` : ['No device is left that failed', ...out].join('; '))
    if (things.length > mostTargets * mostJobs)
      return skipped(
        `${things.length} devices failed, and ${mostTargets * mostJobs} can be retried by name: roll it out on a group again`,
      )
    const chunks = Array.from({ length: Math.ceil(things.length / mostTargets) }, (_, n) =>
      things.slice(n * mostTargets, (n + 1) * mostTargets),
    )
    return {
      steps: chunks.map((some, n) => ({
        ...{ kind: 'create-job' as const, retries: id, document, things: some },
        job: chunks.length === 1 ? retry : `${retry}-${n + 1}`,
      })),
      ...{ skip: null, things: [], clients: [], shared: [] },
      touches: things.length,
      warnings: [
        ...out.map((words) => `${words}: left out.`),
        ...(left.refused > 0 ? [`${plural(left.refused, 'device')} refused it, and may refuse it again.`] : []),
        ...(covered.size > 0 ? [`On the never-touch list, and left out: ${list([...covered.keys()])}.`] : []),
        ...(timer ? [] : ['The job has no timeout, nor has its retry: what hangs is never ended by AWS.']),
        'What made it fail may still be so: read what the devices said first.',
      ],
    }
  },
})
