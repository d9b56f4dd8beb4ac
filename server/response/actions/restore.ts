import { action, skipped } from '../action.ts'
import type { StepParams } from '../step.ts'
import { steps } from '../steps.ts'

export default action('undo', {
  plan({ done, neverTouch }) {
    if (neverTouch) return skipped(neverTouch)
    const restoring: StepParams[] = []
    const warnings: string[] = []
    let settled = 0
    for (const { params, before, now } of done) {
      const made = steps[params.kind]
      const back = made.inverse(params, before)
      const { subject, to } = made.describe(params)
      if (!back) {
        if (params.kind === 'set-certificate-status' && before !== params.to) {
          warnings.push(`${shown(subject)} stays ${params.to}: AWS has no way back to ${before ?? 'nothing'}.`)
        }
        continue
      }
      if (now === undefined) warnings.push(`What AWS says of ${shown(subject)} now could not be read.`)
      else if (now === null) {
        warnings.push(`${shown(subject)} is gone: there is nothing to put back.`)
        settled += 1
        continue
      } else if (steps[back.kind].isDone?.(now, back)) {
        settled += 1
        continue
      } else if (now === 'REVOKED') {
        warnings.push(`${shown(subject)} has been revoked since, for ever: its status cannot be put back.`)
        settled += 1
        continue
      } else if (!made.isDone?.(now, params)) {
        warnings.push(`${shown(subject)} was changed since: it is ${now}, not ${to} as this run left it.`)
      }
      restoring.push(back.kind === 'set-certificate-status' && typeof now === 'string' ? { ...back, from: now } : back)
    }
    if (restoring.length === 0) {
      return { ...skipped(settled > 0 ? 'It is as it was before already' : 'There is nothing to put back'), warnings }
    }
    return { ...skipped(''), skip: null, steps: restoring, warnings }
  },
})

const shown = (subject: string) => (/^[0-9a-f]{64}$/.test(subject) ? `Certificate ${subject.slice(0, 12)}…` : subject)
