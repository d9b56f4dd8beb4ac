import { links } from '#contract/links.ts'
import type { SearchHit } from '#contract/search.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { escapeLike } from '#server/platform/sql.ts'

type Found = { kind: SearchHit['kind']; account_id: number; key: string; title: string; detail: string; rank: number }

const hitsShown = 20
const hitsOfAKind = 8

/**
 * Finds things, certificates, client ids, policies, groups and CA certificates for the palette, at most twenty:
 * what is named exactly so, then what begins so, then what contains it.
 */
export async function find(
  context: Context,
  { q, account }: { q: string; account?: number | undefined },
): Promise<SearchHit[]> {
  const accounts = await accountsInScope(context, account)
  const { pool } = context.database
  const beginning = await pool.query<Found>(beginsWith, [
    accounts,
    q,
    `${q}\u{10FFFF}`,
    q.toLowerCase(),
    `${q.toLowerCase()}\u{10FFFF}`,
    hitsOfAKind,
  ])
  const containing =
    q.length >= 3 && beginning.rows.length < hitsShown
      ? (await pool.query<Found>(contains, [accounts, `%${escapeLike(q)}%`, hitsOfAKind])).rows
      : []
  const hits = new Map<string, Found>()
  for (const found of [...beginning.rows, ...containing]) {
    const place = `${found.kind} ${found.account_id} ${found.key}`
    if (!hits.has(place)) hits.set(place, { ...found, rank: rankOf(found, q) })
  }
  return [...hits.values()]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, hitsShown)
    .map(toHit)
}

// Of equals, the kind an operator looks for most comes first: the order of the parts below, which sorting keeps.
function rankOf({ title, key }: Found, q: string): number {
  const wanted = q.toLowerCase()
  const names = [title, key].map((name) => name.toLowerCase())
  if (names.includes(wanted)) return 0
  return names.some((name) => name.startsWith(wanted)) ? 1 : 2
}

function toHit({ kind, account_id, key, title, detail }: Found): SearchHit {
  const href = {
    thing: () => links.thing(account_id, key),
    client: () => links.thing(account_id, key),
    certificate: () => links.certificate(account_id, key),
    policy: () => links.policy(account_id, key),
    'thing-group': () => links.fleet({ account: account_id, group: key }),
    'ca-certificate': () => links.authority(account_id, key),
  }[kind]()
  return { kind, title, detail, href }
}

/** One kind's part of a search: rows of each account in turn, in the order of its index. */
const part = (kind: SearchHit['kind'], rows: string, limit: string) =>
  `(select '${kind}' as kind, f.* from unnest($1::int[]) a(id) cross join lateral (${rows} limit ${limit}) f limit ${limit})`

const things = `select account_id, name as key, name as title, coalesce(type_name, 'Thing') as detail from things
  where account_id = a.id and gone_at is null`
const clients = `select account_id, thing_name as key, client_id as title, 'Client of ' || thing_name as detail from presence
  where account_id = a.id`
const certificates = `select account_id, certificate_id as key, coalesce(common_name, certificate_id) as title,
  initcap(replace(status, '_', ' ')) || ' certificate ' || left(certificate_id, 12) as detail from certificates
  where account_id = a.id and gone_at is null`
const policies = `select account_id, name as key, name as title, coalesce(target_count || ' targets', 'Policy') as detail
  from policies where account_id = a.id and gone_at is null`
const groups = `select account_id, name as key, name as title, member_count || ' things' as detail from thing_groups
  where account_id = a.id and gone_at is null and not billing`
const authorities = `select account_id, certificate_id as key, coalesce(common_name, subject, certificate_id) as title,
  initcap(status) || ' CA certificate' as detail from ca_certificates where account_id = a.id and gone_at is null`

// $2 to $3 is the bytewise range of what begins so; $4 to $5 the same in small letters, as AWS writes its ids.
const beginsWith = [
  part('thing', `${things} and name >= $2 and name < $3 order by name`, '$6'),
  part('certificate', `${certificates} and certificate_id >= $4 and certificate_id < $5 order by certificate_id`, '$6'),
  part(
    'client',
    `${clients} and client_id collate "C" >= $2 and client_id collate "C" < $3 and client_id <> thing_name
     order by account_id, client_id collate "C"`,
    '$6',
  ),
  part('policy', `${policies} and name >= $2 and name < $3 order by name`, '$6'),
  part('thing-group', `${groups} and name >= $2 and name < $3 order by name`, '$6'),
  part(
    'ca-certificate',
    `${authorities} and certificate_id >= $4 and certificate_id < $5 order by certificate_id`,
    '$6',
  ),
].join(' union all ')

// Unordered on purpose: the first to be found will do, and nothing has to be sorted.
const contains = [
  part('thing', `${things} and name ilike $2`, '$3'),
  part('certificate', `${certificates} and common_name ilike $2`, '$3'),
  part('policy', `${policies} and name ilike $2`, '$3'),
  part('thing-group', `${groups} and name ilike $2`, '$3'),
  part('ca-certificate', `${authorities} and (common_name ilike $2 or subject ilike $2)`, '$3'),
].join(' union all ')
