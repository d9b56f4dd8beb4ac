import { whyNotCancel } from '#contract/why-not.ts'
import { action, skipped } from '../action.ts'
import { gone, plural } from './parts/words.ts'

export default action('deployment', {
  plan({ rollout, exists, id, status, queued, inProgress, covered }, { force = false }) {
    if (rollout !== 'job') return skipped('It is a Greengrass deployment: cancel it as one')
    if (!exists || status === null) return skipped(gone('job'))
    const whyNot = whyNotCancel({ kind: 'job', awsStatus: status }, force)
    if (whyNot) return skipped(whyNot)
    if (force && status === 'CANCELED' && inProgress === 0)
      return skipped('It is cancelled already, and no device is in progress')
    const [kept] = covered
    if (force && kept) return skipped(`It would stop ${kept[0]}. ${kept[1]}`)
    const went = inProgress > 0 ? `${plural(inProgress, 'device')} that began` : ''
    return {
      steps: [{ kind: 'cancel-job', job: id, force }],
      ...{ skip: null, things: [], clients: [], shared: [] },
      touches: force ? inProgress : 0,
      warnings: [
        ...(queued > 0 ? [`${plural(queued, 'device')} in the queue will not get it.`] : []),
        ...(went && !force ? [`${went} will go on; cancel with force to stop them, too.`] : []),
        ...(went && force
          ? [`${went} will be told to stop, wherever they are in it: they may be left half updated.`]
          : []),
        'What was cancelled stays so: AWS has no way back.',
      ],
    }
  },
})
