import type * as iam from '@aws-sdk/client-iam'
import { uuid } from '../fleet/fleet.ts'
import type { Role } from '../fleet/roles.ts'
import { AwsError } from '../wire/aws-error.ts'
import type { Handlers } from '../wire/handlers.ts'
import type { Call } from './call.ts'

/** The roles that AWS IoT has to do with. IAM knows no regions. */
export const iamOperations: Handlers<typeof iam, Call> = {
  GetRole({ RoleName }, call) {
    const { name, createdAt, trust } = findRole(call, RoleName)
    const { account } = call.identity
    return {
      Role: {
        Path: '/',
        RoleName: name,
        RoleId: `AROA${uuid(`${account}/${name}`).replaceAll('-', '').slice(0, 17).toUpperCase()}`,
        Arn: `arn:aws:iam::${account}:role/${name}`,
        CreateDate: new Date(createdAt * 1000),
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
        MaxSessionDuration: 3600,
      },
    }
  },

  ListRolePolicies({ RoleName }, call) {
    const { grants } = findRole(call, RoleName)
    return { PolicyNames: grants.length ? [inlinePolicy] : [], IsTruncated: false }
  },

  GetRolePolicy({ RoleName, PolicyName }, call) {
    const { name, grants } = findRole(call, RoleName)
    if (PolicyName !== inlinePolicy) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`)
    const Statement = grants.map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    }))
    const document = JSON.stringify({ Version: '2012-10-17', Statement })
    return { RoleName: name, PolicyName, PolicyDocument: encodeURIComponent(document) }
  },

  ListAttachedRolePolicies({ RoleName }, call) {
    const { managedPolicies } = findRole(call, RoleName)
    const AttachedPolicies = managedPolicies.map((PolicyName) => {
      return { PolicyName, PolicyArn: `arn:aws:iam::aws:policy/service-role/${PolicyName}` }
    })
    return { AttachedPolicies, IsTruncated: false }
  },
}

const inlinePolicy = 'permissions'

function findRole({ world, identity }: Call, name = ''): Role {
  const own = world.fleets.filter(({ account }) => account === identity.account)
  const role = own.map(({ roles }) => roles.get(name)).find((found) => found !== undefined)
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`)
  return role
}

const noSuchEntity = (message: string) => new AwsError('NoSuchEntityException', message)
