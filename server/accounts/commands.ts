import { Prisma } from '#generated/prisma/client.ts'
import { record } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { wakeWorkers } from '#server/platform/wake.ts'
import { toAccount } from './queries.ts'

type Reach = {
  name: string
  roleArn?: string | null
  externalId?: string | null
  eventQueueUrl?: string | null
  reportQueueUrl?: string | null
  logGroup?: string | null
  craApplies?: boolean
}

/** Watches an AWS account and Region from now on. Throws a Refusal when it is watched already. */
export async function createAccount(context: Context, input: Reach & { awsAccountId: string; region: string }) {
  try {
    return await context.database.prisma.$transaction(async (tx) => {
      const account = await tx.awsAccount.create({ data: input })
      const detail = { region: input.region, name: input.name, roleArn: input.roleArn ?? null }
      const object = objectOf(account)
      await record(tx, context, { action: 'account.added', subject: input.awsAccountId, object, after: detail, detail })
      await wakeWorkers(tx)
      return toAccount(account)
    })
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    throw new Refusal('conflict', 'This account and Region is watched already.')
  }
}

/** Changes how an account is reached, or stops and resumes watching it; what is known of it stays. */
export async function updateAccount(
  context: Context,
  { account: id, ...change }: Partial<Reach> & { account: number; enabled?: boolean },
) {
  return context.database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select id from aws_accounts where id = ${id} for update`
    const before = await tx.awsAccount.findUnique({ where: { id } })
    if (!before) throw new Refusal('not-found', 'There is no such account.')
    const account = await tx.awsAccount.update({ where: { id }, data: change })
    const { externalId, ...shown } = change
    // An external id is half of a secret: the trail says that it changed, not to what.
    const detail = externalId === undefined ? shown : { ...shown, externalId: externalId ? 'changed' : 'removed' }
    const { name, roleArn, enabled } = before
    await record(tx, context, {
      action: 'account.changed',
      subject: before.awsAccountId,
      object: objectOf(before),
      before: { name, roleArn, enabled },
      after: { name: account.name, roleArn: account.roleArn, enabled: account.enabled },
      detail,
    })
    await wakeWorkers(tx)
    return toAccount(account)
  })
}

function objectOf({ awsAccountId, region, name }: { awsAccountId: string; region: string; name: string }) {
  return { kind: 'account', id: `${awsAccountId}/${region}`, name }
}
