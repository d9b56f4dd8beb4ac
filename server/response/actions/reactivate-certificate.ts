import { whyNotReactivate } from '#contract/why-not.ts'
import { action, skipped } from '../action.ts'
import { whyLeft } from './parts/certificates.ts'

export default action('certificate', {
  plan(target) {
    const { certificateId, status, things } = target.certificate
    const why = whyLeft(target, whyNotReactivate)
    if (why || status === null) return skipped(why ?? '')
    const warnings =
      things && things.length > 1 ? [`${things.length} things share it and can connect with it again.`] : []
    return {
      ...skipped(''),
      steps: [{ kind: 'set-certificate-status', certificateId, from: status, to: 'ACTIVE' }],
      skip: null,
      warnings,
    }
  },
})
