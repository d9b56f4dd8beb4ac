import { action, skipped } from '../action.ts'
import { shortId } from '../short-id.ts'
import type { StepParams } from '../step.ts'
import { gone, list } from './parts/words.ts'

export default action('thing', {
  plan(thing, _options, { quarantineGroup }) {
    if (!thing.exists) return skipped(gone('thing'))
    if (thing.neverTouch) return skipped(thing.neverTouch)
    const memberships = thing.groups.map(({ name }) => name)
    if (!memberships.includes(quarantineGroup)) return skipped(`It is not in ${quarantineGroup}`)
    const back = thing.leftForQuarantine.filter((group) => !memberships.includes(group))
    const inactive = thing.certificates
      .filter(({ status }) => status === 'INACTIVE')
      .map(({ certificateId }) => certificateId)
    const hasActive = thing.certificates.some(({ status }) => status === 'ACTIVE')
    return {
      ...skipped(''),
      skip: null,
      steps: [
        { kind: 'leave-group', thing: thing.name, group: quarantineGroup },
        ...back.map((group): StepParams => ({ kind: 'join-group', thing: thing.name, group })),
      ],
      warnings:
        inactive.length > 0 && !hasActive
          ? [`It stays out until a certificate of it is reactivated: ${list(inactive.map(shortId))}.`]
          : [],
    }
  },
})
