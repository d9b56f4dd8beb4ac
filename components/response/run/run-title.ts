import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { RunSummary, RunTarget, TargetState } from '#contract/response.ts'
import { actionPhrase, nameOf } from '../words.ts'

/** "Deactivate 12 certificates", "Cut off pump-17", "Undo run 7": what a run does, as its title. */
export function runTitle({ action, target, targets, undoOf }: Titled): string {
  if (undoOf) return `Undo run ${undoOf.number}`
  return actionPhrase(action, { count: targets, name: target && nameOf(actions[action].target, target) })
}
type Titled = Pick<RunSummary, 'action' | 'target' | 'targets' | 'undoOf'>

/** A run's page with its targets of one state. */
export const targetsHref = ({ id }: Pick<RunSummary, 'id'>, state: TargetState) =>
  `${links.run(id)}?state=${state}#targets`

/** The page of what a target names; undefined where there is none. */
export function targetHref(account: number, { kind, name }: Pick<RunTarget, 'kind' | 'name'>): string | undefined {
  switch (kind) {
    case 'thing':
      return links.thing(account, name)
    case 'certificate':
      return links.certificate(account, name)
    case 'thing-group':
      return links.fleet({ account, group: name })
    case 'account':
      return links.responseSettings()
    case 'deployment':
      return links.deployments({ account, search: name.replace(/^(job|greengrass)\//, '').slice(0, 128) })
    case 'client':
    case 'audit-finding':
      return undefined
  }
}
