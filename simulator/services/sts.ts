import type * as sts from '@aws-sdk/client-sts'
import { accessDenied } from '../access-denied.ts'
import { temporaryCredentials } from '../identity.ts'
import { AwsError } from '../wire/aws-error.ts'
import type { Handlers } from '../wire/handlers.ts'
import { secondAccount } from '../world.ts'
import type { Call } from './call.ts'

const roleArn = /^arn:aws[\w-]*:iam::(\d{12}):role\/([\w+=,.@/-]+)$/

export const stsOperations: Handlers<typeof sts, Call> = {
  GetCallerIdentity(_input, { identity }) {
    return { Account: identity.account, Arn: identity.arn, UserId: identity.userId }
  },

  AssumeRole({ RoleArn = '', RoleSessionName = '', DurationSeconds = 3600, ExternalId }, { identity, world }) {
    const [, account = '', role = ''] = roleArn.exec(RoleArn) ?? []
    if (!account) throw invalid(`${RoleArn} is invalid`)
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) throw invalid(`RoleSessionName '${RoleSessionName}' is invalid`)
    if (DurationSeconds < 900 || DurationSeconds > 43_200)
      throw invalid(`DurationSeconds ${DurationSeconds} is invalid`)
    if (account === secondAccount.id && ExternalId !== secondAccount.externalId) {
      throw accessDenied(identity, 'sts', 'AssumeRole', { RoleArn })
    }
    const name = role.slice(role.lastIndexOf('/') + 1)
    const expiresAt = world.clock.now() + DurationSeconds * 1000
    return {
      Credentials: temporaryCredentials({ account, role: name, name: RoleSessionName, expiresAt }),
      AssumedRoleUser: {
        AssumedRoleId: `AROASIMULATEDROLE:${RoleSessionName}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`,
      },
    }
  },
}

const invalid = (message: string) =>
  new AwsError('ValidationError', `1 validation error detected: ${message}`, { status: 400 })
