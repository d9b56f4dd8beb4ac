import type { CapabilityReport, MayDoAnswer } from '#contract/policy-judgement.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { deviceActions, everyAction } from '../evaluate/actions.ts'
import { mayDo } from '../evaluate/may-do.ts'
import { principalOf } from '../evaluate/principal.ts'
import { policiesReadAt } from '../read-at.ts'
import { capabilities } from './capabilities.ts'

type OfThing = { account: number; name: string; certificate?: string | undefined }
type OfCertificate = { account: number; certificateId: string; clientId?: string | undefined }

/** What a thing may do with one of its certificates. Throws a Refusal when the account never had it. */
export async function capabilitiesOfThing(context: Context, asked: OfThing): Promise<CapabilityReport> {
  const { pool } = context.database
  const certificates = await certificatesOf(pool, asked)
  const chosen = certificates.find(({ certificateId }) => certificateId === asked.certificate) ?? certificates[0]
  if (chosen) return report(pool, { ...asked, ...chosen, clientId: asked.name }, certificates)
  const readAt = await policiesReadAt(pool, asked.account)
  const nothing = {
    clientId: null,
    clientIds: [],
    certificates,
    certificateId: null,
    status: null,
    policies: [],
    items: [],
  }
  return { ...nothing, readAt: readAt?.toISOString() ?? null }
}

/** What whoever holds a certificate may do. Throws a Refusal when the account never had it. */
export async function capabilitiesOfCertificate(context: Context, asked: OfCertificate): Promise<CapabilityReport> {
  return report(context.database.pool, asked, [])
}

type Certificates = CapabilityReport['certificates']

async function report(sql: Sql, asked: OfCertificate, certificates: Certificates): Promise<CapabilityReport> {
  const { account, certificateId } = asked
  const principal = await principalOf(sql, account, certificateId)
  const clientIds = principal.things.map(({ name }) => name)
  const clientId = asked.clientId ?? clientIds[0] ?? 'any-client-id'
  return {
    clientId,
    clientIds: clientIds.slice(0, 50),
    certificates,
    certificateId,
    status: principal.status,
    policies: principal.policies.map(({ name, group, unreadable }) => ({ name, group, unreadable })),
    items: capabilities(principal, clientId),
    readAt: (await policiesReadAt(sql, account))?.toISOString() ?? null,
  }
}

type Question = {
  account: number
  certificateId: string
  clientId: string
  action: string
  resource: string
  sourceIp?: string | undefined
}

/** Whether a certificate may do something. Throws a Refusal for an unknown certificate or an action that devices do not have. */
export async function askMayDo({ database }: Context, question: Question): Promise<MayDoAnswer> {
  const action = everyAction.find((one) => one.toLowerCase() === question.action.toLowerCase())
  if (!action) throw new Refusal('invalid', `${question.action} is no action that AWS IoT asks these policies about.`)
  const principal = await principalOf(database.pool, question.account, question.certificateId)
  const answer = mayDo(principal, { ...question, action, resource: `${deviceActions[action]}/${question.resource}` })
  return {
    decision: answer.decision,
    policy: answer.policy?.name ?? null,
    group: answer.policy?.group ?? null,
    statement: answer.statement?.index ?? null,
    source: answer.statement ? JSON.stringify(answer.statement.source, null, 2) : null,
    missing: answer.missing,
  }
}

/** The certificates of a thing, those that let it connect first. Throws a Refusal when the account never had the thing. */
async function certificatesOf(sql: Sql, { account, name: thing }: OfThing): Promise<Certificates> {
  const { rows } = await sql.query<{ certificateId: string | null; status: string | null }>(
    `select c.certificate_id as "certificateId", c.status from things t
     left join thing_certificates l on l.thing_row_id = t.id
     left join certificates c on c.id = l.certificate_row_id and c.gone_at is null
     where t.account_id = $1 and t.name = $2
     order by c.status = 'ACTIVE' desc nulls last, c.created_at desc nulls last, c.certificate_id limit 50`,
    [account, thing],
  )
  if (rows.length === 0) throw new Refusal('not-found', `No thing called “${thing}” has been seen in this account.`)
  return rows.flatMap(({ certificateId, status }) =>
    certificateId === null ? [] : [{ certificateId, status: status ?? '' }],
  )
}
