import { links } from '#contract/links.ts'
import type { RunSummary, RunTarget, TargetState } from '#contract/response.ts'

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
