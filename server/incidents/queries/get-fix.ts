import type { FixPath } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { isNarrow, narrowed } from '#server/policies/connect/narrow.ts'
import { type Prediction, wouldBreak } from '#server/policies/connect/would-break.ts'
import { type Holder, holdersOf } from '#server/policies/evaluate/attached.ts'
import { connection } from '#server/policies/evaluate/connection.ts'
import { decide } from '#server/policies/evaluate/decide.ts'
import { clientsOf, type StoredSide, sidesIn } from '../stored.ts'
import { readIncident, type StoredIncident } from './row.ts'
import { principalsOf } from './sides.ts'

type Place = { awsAccountId: string; region: string }
type Found = { fix: FixPath['policies'][number]; narrows: string | null }

/** Which policies let an incident's sides in, the narrow statements, and whom those would break. Throws a Refusal when there is no such incident. */
export async function getFix({ database, now }: Context, { id }: { id: string }): Promise<FixPath> {
  const { pool } = database
  const incident = await readIncident(pool, id)
  const sides = sidesIn(incident.sides)
  const principals = principalsOf(sides)
  const place = await placeOf(pool, incident.account_id)
  const holders = await holdersOf(pool, incident.account_id, principals)
  const found = onePerPrincipal(sides).flatMap((side) => {
    const holder = holders.find(({ certificateId }) => certificateId === side.principal)
    return holder ? policiesOf(incident, side, holder, place) : []
  })
  const policies = [...new Set(found.flatMap(({ narrows }) => narrows ?? []))]
  const clients = clientsOf(incident)
  const predicted = await wouldBreak(pool, incident.account_id, policies, { except: clients, exceptOf: principals })
  const strangers = principals.filter((one) => !holders.some(({ certificateId }) => certificateId === one))
  return {
    policies: found.map(({ fix }) => fix),
    wouldBreak: predicted.breaking.map(({ clientId, certificateId, thing }) => ({
      clientId,
      thing,
      why:
        thing === null
          ? `Its certificate ${certificateId.slice(0, 12)}… is attached to no thing.`
          : `It connects as ${clientId}, with a certificate attached to ${thing}.`,
    })),
    wouldBreakCount: { count: predicted.count, capped: predicted.capped },
    checked: checkedOn({ predicted, sides, strangers, age: await ageOf(pool, incident.account_id, now) }),
  }
}

const onePerPrincipal = (sides: StoredSide[]) =>
  sides.filter(({ principal }, place) => sides.findIndex((other) => other.principal === principal) === place)

/** What lets one side in, statement by statement; a document that cannot be read is a finding of its own. */
function policiesOf(incident: StoredIncident, side: StoredSide, holder: Holder, place: Place): Found[] {
  const clientId = incident.client_id
  const access = connection({ ...place, clientId, things: holder.things, sourceIp: side.addresses[0] ?? null })
  const all = holder.policies.flatMap((policy) => policy.statements.map((statement) => ({ ...statement, policy })))
  const { verdict, by } = decide(all, access)
  const unread = holder.policies.flatMap(({ name, document, unreadable }): Found[] =>
    unreadable === null
      ? []
      : [
          {
            fix: { policy: name, party: side.key, statement: document, narrowed: '', sentence: unreadable },
            narrows: null,
          },
        ],
  )
  const isOwn = holder.things.some(({ name }) => name === clientId)
  return [
    ...by.map((statement): Found => {
      const narrow = isNarrow(statement)
      const statements = narrow ? [] : narrowed(statement, place)
      const one = { policy: statement.policy.name, party: side.key, statement: json(statement.source) }
      const via = statement.policy.group === null ? '' : ` Through the thing group ${statement.policy.group}.`
      const sentence = `${sentenceOn(verdict, { narrow, isOwn, clientId })}${via}`
      const better = statements.length === 1 ? statements[0] : statements
      return {
        fix: { ...one, narrowed: statements.length === 0 ? one.statement : json(better), sentence },
        narrows: narrow || verdict === 'denied' ? null : statement.policy.rowId,
      }
    }),
    ...unread,
  ]
}

type About = { narrow: boolean; isOwn: boolean; clientId: string }

function sentenceOn(verdict: ReturnType<typeof decide>['verdict'], { narrow, isOwn, clientId }: About): string {
  if (verdict === 'denied') return `It denies this side the client ID ${clientId} by now.`
  const may = verdict === 'unknown' ? 'It may let' : 'It lets'
  const perhaps = verdict === 'unknown' ? ' What it asks of the connection is not known here.' : ''
  if (narrow && isOwn) {
    return `${may} this side in as the thing it is attached to, and nothing else: replace the certificate, no policy helps.${perhaps}`
  }
  if (narrow) return `${may} a certificate in only as its own thing.${perhaps}`
  const effect = isOwn
    ? 'The narrow statement would still let it in, for its certificate is attached to the thing of this name.'
    : `The narrow statement would keep it out: its certificate is attached to no thing named ${clientId}.`
  return `${may} this side in as ${clientId}, and under other names. ${effect}${perhaps}`
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

async function placeOf(connection: Sql, account: number): Promise<Place> {
  const { rows } = await connection.query<Place>(
    'select aws_account_id as "awsAccountId", region from aws_accounts where id = $1',
    [account],
  )
  return rows[0] ?? { awsAccountId: '', region: '' }
}

/** Minutes since policies and what they are attached to were last read; null when never. */
async function ageOf(connection: Sql, account: number, now: Date): Promise<number | null> {
  const { rows } = await connection.query<{ oldest: Date | null; count: number }>(
    `select min(last_success_at) as oldest, count(last_success_at)::int as count from collections
     where account_id = $1 and collector in ('policies', 'policy-targets', 'thing-principals')`,
    [account],
  )
  const oldest = rows[0]?.oldest
  return oldest ? Math.max(0, Math.round((now.getTime() - oldest.getTime()) / 60_000)) : null
}

type Rests = { predicted: Prediction; sides: StoredSide[]; strangers: string[]; age: number | null }

function checkedOn({ predicted, sides, strangers, age }: Rests): string {
  const { records, recordsSince, sessions } = predicted
  const parts = [
    age === null
      ? 'Policies and their attachments were not read in full yet.'
      : `Policies and their attachments as read ${age} min ago.`,
    records > 0 && recordsSince
      ? `Client IDs in the latest ${records} connection records since ${recordsSince.toISOString()}, and ${sessions} sessions whose client ID is not their thing's name.`
      : 'No record tells which client IDs connect: only presence was looked at.',
    ...(sides.some(({ principal }) => principal === null)
      ? ['A side whose credential is not known could not be checked.']
      : []),
    ...(strangers.length > 0
      ? [`Not among our certificates: ${strangers.map((one) => `${one.slice(0, 12)}…`).join(', ')}.`]
      : []),
    'A device may have another policy that lets it in.',
  ]
  return parts.join(' ')
}
