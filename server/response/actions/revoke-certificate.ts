import { whyNotRevoke } from '#contract/why-not.ts'
import { action, skipped } from '../action.ts'
import { whyLeft, withdrawing } from './parts/certificates.ts'

export default action('certificate', {
  plan(target, options, setup) {
    const why = whyLeft(target, whyNotRevoke)
    return why ? skipped(why) : withdrawing(target, 'REVOKED', options, setup)
  },
})
