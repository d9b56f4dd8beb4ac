import { action, skipped } from '../action.ts'
import type { StepParams } from '../step.ts'
import { closing } from './parts/sessions.ts'
import { gone, plural } from './parts/words.ts'

// Of a larger group AWS ends the sessions by itself, and looking at each would take longer than that.
const mostClosed = 200

export default action('thing-group', {
  plan(group, options, { quarantinePolicy: policy, policyReady }) {
    if (!group.exists || !group.arn) return skipped(gone('thing group'))
    if (group.neverTouch) return skipped(group.neverTouch)
    if (group.dynamic) return skipped('It is a dynamic group: AWS takes policies for static ones only')
    if (group.policies.includes(policy)) return skipped(`${policy} is attached to it already`)
    if (!policyReady) return skipped(`The policy ${policy}, which denies everything, is not set up in this account`)
    const each = group.clients.length <= mostClosed && group.things.length >= group.members
    const clients = each ? group.clients : []
    const attach: StepParams = { kind: 'attach-policy', policy, target: group.arn }
    return {
      steps: [attach, ...closing(clients, options)],
      skip: null,
      things: group.things,
      clients,
      shared: [],
      warnings: [
        'AWS may go on honouring the old permissions for some minutes.',
        'A certificate that a member shares with things outside the group stays active for those.',
        ...(each
          ? []
          : [`The sessions of its ${plural(group.members, 'member')} are not closed one by one, nor looked at.`]),
        ...(group.members === 0 ? ['It has no members.'] : []),
      ],
    }
  },
})
