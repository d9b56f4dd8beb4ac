import { AwsError } from './wire/aws-error.ts'
import type { Caller } from './wire/credential-scope.ts'
import { homeAccount } from './world.ts'

/** Whom a request comes from: the account it acts in, and the ARN AWS would name in a refusal. */
export interface Identity {
  account: string
  region: string
  arn: string
  userId: string
  /** The role whose session it is; none for a long-lived key. */
  role: string | undefined
  /** `role/session name`, or the access key. */
  caller: string
}

/** A session token carries its whole session, so the simulator need not remember the roles it handed out. */
interface Session {
  account: string
  role: string
  name: string
  /** Epoch milliseconds. */
  expiresAt: number
}

/** Any long-lived key belongs to the home account; temporary ones say where they belong in their session token. */
export function identify(caller: Caller, now: number): Identity {
  const { accessKeyId, sessionToken, region = homeAccount.region } = caller
  if (!accessKeyId)
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 })
  const session = sessionToken === undefined ? undefined : readSessionToken(sessionToken)
  if (!session) {
    const arn = `arn:aws:iam::${homeAccount.id}:user/operator`
    return { account: homeAccount.id, region, arn, userId: accessKeyId, role: undefined, caller: accessKeyId }
  }
  if (session.expiresAt <= now) throw expiredToken()
  const { account, role, name } = session
  const who = `${role}/${name}`
  const arn = `arn:aws:sts::${account}:assumed-role/${who}`
  return { account, region, arn, userId: `AROASIMULATEDROLE:${name}`, role, caller: who }
}

export function temporaryCredentials(session: Session) {
  return {
    AccessKeyId: `ASIA${session.account}DEMO`,
    SecretAccessKey: 'simulated+secrets+are+never+verified+123',
    SessionToken: tokenPrefix + Buffer.from(JSON.stringify(session)).toString('base64url'),
    Expiration: new Date(session.expiresAt),
  }
}

export const expiredToken = () =>
  new AwsError('ExpiredTokenException', 'The security token included in the request is expired', { status: 403 })

const tokenPrefix = 'SIMULATED'

function readSessionToken(token: string): Session | undefined {
  if (!token.startsWith(tokenPrefix)) return undefined
  try {
    return JSON.parse(Buffer.from(token.slice(tokenPrefix.length), 'base64url').toString()) as Session
  } catch {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid', {
      status: 403,
    })
  }
}
