import { inPresentOrder } from '../../fleet/ordered.ts'
import { rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

export const roleAliases: IotHandlers = {
  ListRoleAliases(input, { fleet }) {
    const { ascendingOrder = false } = input
    const names = fleet.roleAliases.items.map(({ name }) => name)
    const known = inPresentOrder(ascendingOrder ? names : names.reverse())
    const { items, next } = paginate(input, known, { operation: 'ListRoleAliases', fallback: 25 })
    return { roleAliases: items, nextMarker: next }
  },

  DescribeRoleAlias({ roleAlias }, { fleet }) {
    const given = text(roleAlias, 'roleAlias', rules.roleAlias)
    const alias = fleet.roleAliases.get(given)
    if (!alias) throw notFound(`Role alias ${given} not found`)
    return {
      roleAliasDescription: {
        roleAlias: alias.name,
        roleAliasArn: fleet.arn('rolealias', alias.name),
        roleArn: alias.roleArn,
        owner: fleet.account,
        credentialDurationSeconds: alias.credentialDurationSeconds,
        creationDate: epochDate(alias.createdAt),
        lastModifiedDate: epochDate(alias.modifiedAt),
      },
    }
  },
}
