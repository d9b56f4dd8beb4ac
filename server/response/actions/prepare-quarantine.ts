import { action, skipped } from '../action.ts'
import { deniesEverything, denyAll, quarantineDescription, quarantineGroupArn } from '../quarantine.ts'
import type { StepParams } from '../step.ts'

export default action('account', {
  plan({ group, dynamic, policy, attached }, _options, setup) {
    const { quarantineGroup, quarantinePolicy } = setup
    if (dynamic)
      return skipped(`${quarantineGroup} is a dynamic group, to which nothing can be added. Choose another name`)
    if (policy !== null && !deniesEverything(policy)) {
      return skipped(
        `There is a policy ${quarantinePolicy} that does not deny everything. Choose another name, or change it`,
      )
    }
    const steps: StepParams[] = []
    if (policy === null) steps.push({ kind: 'create-policy', policy: quarantinePolicy, document: denyAll })
    if (group === null) steps.push({ kind: 'create-group', group: quarantineGroup, description: quarantineDescription })
    if (!attached) {
      steps.push({ kind: 'attach-policy', policy: quarantinePolicy, target: group ?? quarantineGroupArn(setup) })
    }
    if (steps.length === 0) return skipped('The group exists and carries the policy already')
    return { ...skipped(''), skip: null, steps }
  },
})
