import { whyNotCancel } from '#contract/why-not.ts'
import { action, skipped } from '../action.ts'
import { gone } from './parts/words.ts'

export default action('deployment', {
  plan({ rollout, exists, id, status }) {
    if (rollout !== 'greengrass') return skipped('It is a job: cancel it as one')
    if (!exists || status === null) return skipped(gone('deployment'))
    const whyNot = whyNotCancel({ kind: 'greengrass', awsStatus: status })
    if (whyNot) return skipped(whyNot)
    return {
      steps: [{ kind: 'cancel-deployment', deployment: id }],
      ...{ skip: null, things: [], clients: [], shared: [] },
      warnings: [
        'Cores that have received it keep what it brought.',
        'What was cancelled stays so: AWS has no way back. A new revision can be deployed.',
      ],
    }
  },
})
