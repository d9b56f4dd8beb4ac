import { isMatch } from '../broker/policy/wildcards.ts'
import type { Objection } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Role, RoleAlias } from '../fleet/roles.ts'
import type { Verdict } from './checks.ts'

const auditingServices = ['cloudtrail', 'guardduty', 'inspector2', 'securityhub', 'iam']

/** IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK, one finding for each reason. */
export function permissiveRoleAliases(fleet: Fleet): Verdict {
  const objections = eachRole(fleet, ({ grants, usedServices }) => {
    const codes = new Set<string>()
    for (const { actions, resources } of grants) {
      if (!resources.includes('*')) continue
      for (const action of actions) {
        if (isAction(action, 'iot:Publish')) codes.add('ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS')
        if (isAction(action, 'iot:UpdateCertificate')) codes.add('ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS')
        if (isAction(action, 'iot:DeleteThing')) codes.add('ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS')
        const [service = '', what] = action.split(':')
        if (auditingServices.includes(service)) codes.add('ALLOWS_ACCESS_TO_SECURITY_AUDITING_SERVICES')
        if (what === '*' && service !== 'iot' && usedServices.includes(service)) {
          codes.add('ALLOWS_BROAD_ACCESS_TO_USED_SERVICES')
        }
      }
    }
    return [...codes]
  })
  return { total: fleet.roleAliases.size, objections }
}

/** Services a role lets in, which nobody has used for a year. */
export function unusedServices(fleet: Fleet): Verdict {
  const objections = eachRole(fleet, ({ grants, usedServices }) => {
    const services = grants.flatMap(({ actions }) => actions.map((action) => action.split(':')[0] ?? ''))
    const isUnused = services.some((service) => service !== '*' && !usedServices.includes(service))
    return isUnused ? ['ALLOWS_ACCESS_TO_UNUSED_SERVICES'] : []
  })
  return { total: fleet.roleAliases.size, objections }
}

function eachRole(fleet: Fleet, judge: (role: Role) => string[]): Objection[] {
  return fleet.roleAliases.items.flatMap((alias) => {
    const role = fleet.roles.get(roleNameOf(alias))
    return role ? judge(role).map((code) => objection(fleet, alias, code)) : []
  })
}

const objection = (fleet: Fleet, alias: RoleAlias, code: string): Objection => ({
  resource: { type: 'ROLE_ALIAS', id: { roleAliasArn: fleet.arn('rolealias', alias.name) } },
  related: [{ resourceType: 'IAM_ROLE', resourceIdentifier: { iamRoleArn: alias.roleArn } }],
  code,
  reason: `The role of the role alias has permissions it should not have (${code}).`,
})

const roleNameOf = ({ roleArn }: RoleAlias) => roleArn.slice(roleArn.lastIndexOf('/') + 1)

const isAction = (pattern: string, action: string) => isMatch(pattern.toLowerCase(), action.toLowerCase())
