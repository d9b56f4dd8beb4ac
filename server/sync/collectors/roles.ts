import type { AwsObject } from '#server/findings/objects.ts'
import { rolesInUse } from '#server/findings/roles-in-use.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { collector, minutes, single } from '../collector.ts'
import { keepParts, type Parts } from '../parts.ts'

export default collector({
  title: 'Roles',
  brings: 'who may take the roles that AWS IoT was given',
  everyMs: minutes(60),
  after: ['account-settings', 'audit-settings', 'mitigation'],
  needs: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
  ways: {
    roles: single<Parts>({
      async read({ aws, sql, account }) {
        const roles = await rolesInUse(sql, account.id)
        const read = await inParallel(roles, 4, async ({ arn, usedBy }): Promise<AwsObject[]> => {
          const role = await aws.iam.role(arn.slice(arn.lastIndexOf('/') + 1))
          // A role of that name in another account than ours is not the one that is meant.
          return role && (role.Arn === undefined || role.Arn === arn)
            ? [{ name: arn, facts: { Arn: arn, ...role, usedBy } }]
            : []
        })
        return { 'iam-role': read.flat() }
      },
      keep: keepParts,
    }),
  },
})
