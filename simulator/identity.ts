import { AwsError } from './wire/aws-error.ts'
import type { Caller } from './wire/credential-scope.ts'
import { homeAccount } from './world.ts'

/** Whom a request comes from: the account it acts in, and the ARN AWS would name in a refusal. */
export interface Identity {
  account: string
  region: string
  arn: string
  userId: string
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
    return { account: homeAccount.id, region, arn: `arn:aws:iam::${homeAccount.id}:user/operator`, userId: accessKeyId }
  }
  if (session.expiresAt <= now) throw expiredToken()
  const arn = `arn:aws:sts::${session.account}:assumed-role/${session.role}/${session.name}`
  return { account: session.account, region, arn, userId: `AROASIMULATEDROLE:${session.name}` }
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
