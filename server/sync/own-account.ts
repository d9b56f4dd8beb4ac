import type pg from 'pg'
import { z } from 'zod'
import { hasAccounts, registerOwnAccount } from '#server/accounts/register.ts'
import type { RetrySettings } from '#server/aws/call.ts'
import { callerIdentity } from '#server/aws/connect.ts'
import { parseEnvironment, type Variables } from '#server/platform/env.ts'

const variables = z.object({
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  /** Names the account where no STS can be asked, as with some AWS-compatible servers. */
  FLEETWARDEN_AWS_ACCOUNT_ID: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .regex(/^\d{12}$/, 'must have 12 digits')
      .optional(),
  ),
})

/** 'known': accounts are watched already; 'added': ours is from now on; else why it cannot be told. */
export type OwnAccount = { state: 'known' | 'added'; awsAccountId?: string } | { state: 'unknown'; whyNot: string }

/** Watches the account that our own credentials belong to, in our Region, when none is watched yet. */
export async function watchOwnAccount(
  pool: pg.Pool,
  source: Variables,
  retry: RetrySettings,
  signal: AbortSignal,
): Promise<OwnAccount> {
  if (await hasAccounts(pool)) return { state: 'known' }
  const env = parseEnvironment(variables, source)
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION
  if (!region) return { state: 'unknown', whyNot: 'Set AWS_REGION, or add an account in the settings.' }
  try {
    const own = { region, roleArn: null, externalId: null }
    const awsAccountId = env.FLEETWARDEN_AWS_ACCOUNT_ID ?? (await callerIdentity(own, retry, signal))
    const added = await registerOwnAccount(pool, awsAccountId, region)
    return { state: added ? 'added' : 'known', awsAccountId }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', whyNot: `${reason} FLEETWARDEN_AWS_ACCOUNT_ID names it where STS cannot.` }
  }
}
