import { mitigationTypes, whyNotMitigate } from '#contract/mitigations.ts'
import { action, skipped } from '../action.ts'
import { shortId } from '../short-id.ts'
import { plural } from './parts/words.ts'

export default action('audit-finding', {
  plan(target, { mitigation: wanted }) {
    const { check, mitigation, subject, reach, things, task, suppressed, changedSince, neverTouch } = target
    if (!target.exists) return skipped('A later audit has taken its place, or AWS has forgotten it: look again')
    if (!wanted) return skipped('No mitigation action is chosen')
    if (!mitigation) return skipped(`There is no mitigation action ${wanted} in this account`)
    const { type, name } = mitigation
    const whyNot = whyNotMitigate(check, type)
    if (whyNot) return skipped(whyNot)
    if (suppressed) return skipped('Device Defender skips what is suppressed there')
    if (changedSince) return skipped('The policy was changed since the audit found it: run another audit first')
    const { cuts = true, about = type } = mitigationTypes[type] ?? {}
    // What moves things into groups touches them as well.
    const touches = cuts || type === 'ADD_THINGS_TO_THING_GROUP'
    if (touches && neverTouch) return skipped(neverTouch)
    const called = subject.kind === 'certificate' ? shortId(subject.name) : subject.name
    return {
      steps: [
        { kind: 'apply-mitigation', task, finding: target.name, check, action: name, does: type, subject: called },
      ],
      skip: null,
      things: cuts ? things : [],
      clients: [],
      shared: [],
      warnings: [
        about,
        ...(cuts && reach > things.length ? [`${plural(reach, 'thing')} lose access; the first are named.`] : []),
        ...(type === 'ADD_THINGS_TO_THING_GROUP'
          ? [`${plural(reach, 'thing')} join the groups of the action: what those groups’ policies deny, they lose.`]
          : []),
        ...(type === 'REPLACE_DEFAULT_POLICY_VERSION'
          ? ['To take it back, set the policy’s former version as its default again.']
          : []),
      ],
    }
  },
})
