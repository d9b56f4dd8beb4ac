import type { ActionOptions } from '#contract/response.ts'
import type { FactsOf, GroupFacts, ResponderSetup } from '../../action.ts'
import { shortId } from '../../short-id.ts'
import type { StepParams } from '../../step.ts'
import { list } from './words.ts'

/** How a thing gets into the quarantine group: the calls, or why it cannot, or that it is in. */
export type Joining = { steps: StepParams[]; whyNot: string | null; isIn: boolean; warnings: string[] }

// AWS's own limit, dynamic groups counted.
const mostGroups = 10

/** Within AWS's rules: ten groups, one of a hierarchy. A group it has to leave first is the operator's to name. */
export function joinQuarantine(thing: FactsOf<'thing'>, options: ActionOptions, setup: ResponderSetup): Joining {
  const { quarantineGroup: group } = setup
  const cannot = (whyNot: string): Joining => ({ steps: [], whyNot, isIn: false, warnings: [] })
  if (thing.groups.some(({ name }) => name === group)) return { steps: [], whyNot: null, isIn: true, warnings: [] }
  if (!setup.quarantineReady) {
    return cannot(`The quarantine group ${group} with a policy that denies everything is not set up in this account`)
  }
  const left = thing.groups.find(({ name, dynamic }) => name === options.leaveGroup && !dynamic)
  const staying = thing.groups.filter((one) => one !== left)
  const relative = staying.find(
    ({ dynamic, path }) => !dynamic && path[0] !== undefined && path[0] === setup.quarantinePath[0],
  )
  if (relative) {
    return cannot(
      `It is in ${relative.name}, of the same hierarchy as ${group}: AWS lets a thing be in one group of a hierarchy. ` +
        `It can join once it leaves ${relative.name}`,
    )
  }
  const dynamic = staying.filter((one) => one.dynamic)
  const full = staying.length >= mostGroups
  if (full && dynamic.length === 0) {
    const choices = list(names(staying), mostGroups)
    return cannot(`It is in ${mostGroups} groups, as many as AWS allows: ${choices}. It can join once it leaves one`)
  }
  const leaving: StepParams[] = left ? [{ kind: 'leave-group', thing: thing.name, group: left.name }] : []
  const joining: StepParams = {
    kind: 'join-group',
    thing: thing.name,
    group,
    ...(full && { overrideDynamicGroups: true }),
  }
  return { steps: [...leaving, joining], whyNot: null, isIn: false, warnings: warningsOf(dynamic, full, left) }
}

const names = (groups: readonly GroupFacts[]) => groups.map(({ name }) => name)

function warningsOf(dynamic: GroupFacts[], full: boolean, left: GroupFacts | undefined): string[] {
  const warnings: string[] = []
  if (left) warnings.push(`It leaves ${left.name} to make room; a release puts it back.`)
  if (full) {
    warnings.push(
      `It is in ten groups, as many as AWS allows: AWS takes it out of a dynamic one (${list(names(dynamic))}), which takes it ` +
        'back by itself once there is room.',
    )
  } else if (dynamic.length > 0) {
    warnings.push(
      `It stays in ${list(names(dynamic))} as long as the query of ${dynamic.length === 1 ? 'that group' : 'those groups'} matches it.`,
    )
  }
  return warnings
}

/** What sharing a certificate means when one thing of it joins the quarantine group. */
export function sharedInQuarantine(thing: FactsOf<'thing'>): string[] {
  return thing.certificates.flatMap(({ certificateId, status, things }) => {
    const others = (things ?? []).filter((name) => name !== thing.name)
    if (others.length === 0 || status !== 'ACTIVE') return []
    return [
      `${list(others)} share${others.length === 1 ? 's' : ''} its certificate ${shortId(certificateId)} and not its quarantine: ` +
        "the certificate stays active for them, and the group's policy reaches them only where AWS takes their connection for this thing's.",
    ]
  })
}
