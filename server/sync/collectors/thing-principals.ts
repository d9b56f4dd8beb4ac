import type { PrincipalThing, ThingPrincipal } from '#server/aws/iot-certificates.ts'
import { deriveThings } from '#server/credentials/derive-things.ts'
import { deriveManyCertificates } from '#server/credentials/ingest/around.ts'
import {
  certificatesInstead,
  certificatesNeverRead,
  certificatesWithoutThings,
  newestUnread,
  noteThingsRead,
  principalBacklog,
  type ToAsk,
  thingsNeverRead,
  thingsReadBefore,
} from '#server/credentials/ingest/principal-work.ts'
import { recordCertificateThings, recordThingPrincipals } from '#server/credentials/ingest/principals.ts'
import { iotArn, nameInArn } from '#server/history/arn.ts'
import type { Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { collector, minutes, type Source, worklist } from '../collector.ts'

/** What is asked for, in this order; a pass goes through them once. */
const byThing = ['new-things', 'new-certificates', 'old-things'] as const
const byCertificate = ['certificates-instead', 'old-things'] as const
type Phase = (typeof byThing | typeof byCertificate)[number]
/** `checkedAt`: since when what follows was not read. */
type At = { phase: Phase; id: number; checkedAt?: string }
type Item = ToAsk & { at: At }
type Answer = { principals: ThingPrincipal[] } | { things: PrincipalThing[] }

export default collector({
  title: 'Attachments',
  brings: 'which thing uses which certificate',
  everyMs: minutes(5),
  after: ['things', 'certificates'],
  needs: [
    'iot:ListThingPrincipalsV2',
    'iot:ListThingPrincipals',
    'iot:ListPrincipalThingsV2',
    'iot:ListPrincipalThings',
  ],
  async choose({ sql, account }) {
    // While one side is not known, every attachment would be one to nothing. Their first success wakes this.
    if (!(await bothListed(sql, account.id))) return []
    const { things, certificates } = await principalBacklog(sql, account.id)
    // Twenty calls a second by thing, ten by certificate (aws-facts, section 0).
    return certificates / 10 < things / 20 ? ['by-certificate'] : ['by-thing']
  },
  ways: {
    'by-thing': way(byThing),
    'by-certificate': way(byCertificate),
  },
})

function way(order: readonly Phase[]) {
  return worklist<Item, Answer>({
    async next(source, after, limit) {
      const from = after ? order.indexOf(after.phase) : 0
      for (const phase of order.slice(from)) {
        const items = await ask[phase](source, after?.phase === phase ? after : undefined, limit)
        if (items.length > 0) return items
      }
      return []
    },
    // Certificates that are asked tell of things, and through them of other certificates that need not be.
    ahead: async (source, after, limit) =>
      after.phase === 'new-certificates' ? [] : ask[after.phase](source, after, limit),
    async read({ aws, account }, { at, name }) {
      if (at.phase === 'new-things' || at.phase === 'old-things') {
        const principals = await aws.iot.thingPrincipals(name)
        return principals && { principals }
      }
      const things = await aws.iot.principalThings(iotArn(account, `cert/${name}`))
      return things && { things }
    },
    async keep(seen, read) {
      const things = read.flatMap(({ item, answer }) =>
        answer && 'principals' in answer ? [toThing(item, answer.principals)] : [],
      )
      const certificates = read.flatMap(({ item, answer }) =>
        answer && 'things' in answer ? [toCertificate(item, answer.things)] : [],
      )
      const byThing = things.length ? await recordThingPrincipals(seen, things) : 0
      const byCertificate = certificates.length ? await recordCertificateThings(seen, certificates) : 0
      return { changed: byThing + byCertificate }
    },
    async expected({ sql, account }) {
      const { things, changed, certificates } = await principalBacklog(sql, account.id)
      return order.includes('new-things') ? things + changed : certificates
    },
    finish: (seen, source) => settle(seen, source, order.includes('new-things')),
  })
}

const ask: Record<Phase, (source: Source, after: At | undefined, limit: number) => Promise<Item[]>> = {
  async 'new-things'({ sql, account }, after, limit) {
    const rows = await thingsNeverRead(sql, account.id, after?.id ?? 0, limit)
    return rows.map((row) => ({ ...row, at: { phase: 'new-things', id: row.id } }))
  },
  async 'new-certificates'({ sql, account }, after, limit) {
    const rows = await certificatesNeverRead(sql, account.id, after?.id ?? 0, limit)
    return rows.map((row) => ({ ...row, at: { phase: 'new-certificates', id: row.id } }))
  },
  async 'certificates-instead'({ sql, account }, after, limit) {
    const newest = after?.checkedAt ?? (await newestUnread(sql, account.id))
    const rows = newest === null ? [] : await certificatesInstead(sql, account.id, newest, after?.id ?? 0, limit)
    return rows.map((row) => ({ ...row, at: { phase: 'certificates-instead', id: row.id, checkedAt: newest ?? '' } }))
  },
  async 'old-things'({ sql, account, recheckMs, passStartedAt }, after, limit) {
    const from = after?.checkedAt === undefined ? null : { checkedAt: after.checkedAt, id: after.id }
    const rows = await thingsReadBefore(sql, account.id, new Date(passStartedAt.getTime() - recheckMs), from, limit)
    return rows.map((row) => ({ ...row, at: { phase: 'old-things', id: row.id, checkedAt: row.checkedAt } }))
  },
}

async function bothListed(sql: Sql, accountId: number): Promise<boolean> {
  const { rows } = await sql.query<{ listed: number }>(
    `SELECT count(*)::int AS listed FROM collections
     WHERE account_id = $1 AND collector IN ('things', 'certificates') AND last_success_at IS NOT NULL`,
    [accountId],
  )
  return rows[0]?.listed === 2
}

function toCertificate({ id, asOf }: Item, things: PrincipalThing[]) {
  return { certificate: id, asOf, things: things.map(({ thingName, exclusive }) => ({ name: thingName, exclusive })) }
}

function toThing({ id, name, asOf }: Item, principals: ThingPrincipal[]) {
  const certificates = principals.flatMap(({ principal, exclusive }) => {
    const certificate = nameInArn(principal, 'cert')
    return certificate ? [{ id: certificate, exclusive }] : []
  })
  const others = principals.flatMap(({ principal }) => (nameInArn(principal, 'cert') ? [] : [principal]))
  return { thing: id, name, asOf, certificates, others }
}

// What was read of one side says something of the other once that side is complete.
async function settle(seen: Observation, { passStartedAt }: Source, byThing: boolean) {
  if (!byThing) await deriveThings(seen, await noteThingsRead(seen, passStartedAt))
  await deriveManyCertificates(seen, await certificatesWithoutThings(seen), { things: true })
  return {}
}
