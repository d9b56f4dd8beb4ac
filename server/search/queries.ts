import { links } from '#contract/links.ts'
import type { SearchHit } from '#contract/search.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { escapeLike } from '#server/platform/sql.ts'

type Found = { kind: SearchHit['kind']; account_id: number; key: string; title: string; detail: string; rank: number }

const hitsShown = 20
const hitsOfAKind = 8

// An index of three-letter groups cannot answer less.
const substringFrom = 3

/** Sorts after everything that begins so. */
const afterAll = (start: string) => `${start}\u{10FFFF}`

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
  const lower = q.toLowerCase()
  const { rows: beginning } = await pool.query<Found>(allOf(beginsWith), [
    accounts,
    hitsOfAKind,
    q,
    afterAll(q),
    lower,
    afterAll(lower),
  ])
  // A kind that begins so often enough has no room for more; looking for it could take long.
  const wanting = Object.entries(contains).filter(
    ([kind]) => beginning.filter((found) => found.kind === kind).length < hitsOfAKind,
  )
  const containing =
    q.length < substringFrom || beginning.length >= hitsShown
      ? []
      : (await pool.query<Found>(allOf(Object.fromEntries(wanting)), [accounts, hitsOfAKind, `%${escapeLike(q)}%`]))
          .rows
  const hits = new Map<string, Found>()
  for (const found of [...beginning, ...containing]) {
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

/** All parts of a search as one statement. $1: accounts, $2: hits of a kind. */
function allOf(parts: Record<string, string>): string {
  const selects = Object.entries(parts).map(
    ([kind, rows]) =>
      `(select '${kind}' as kind, f.* from unnest($1::int[]) a(id) cross join lateral (${rows} limit $2) f limit $2)`,
  )
  return selects.join(' union all ')
}

// Rows of account a.id, one select a kind.
const things = `select account_id, name as key, name as title, coalesce(type_name, 'Thing') as detail from things
  where account_id = a.id and gone_at is null`
const clients = `select account_id, thing_name as key, client_id as title, 'Client of ' || thing_name as detail from presence
  where account_id = a.id and client_id <> thing_name`
const certificates = `select account_id, certificate_id as key, coalesce(common_name, certificate_id) as title,
  initcap(replace(status, '_', ' ')) || ' certificate ' || left(certificate_id, 12) as detail from certificates
  where account_id = a.id and gone_at is null`
const policies = `select account_id, name as key, name as title, coalesce(target_count || ' targets', 'Policy') as detail
  from policies where account_id = a.id and gone_at is null`
const groups = `select account_id, name as key, name as title, member_count || ' things' as detail from thing_groups
  where account_id = a.id and gone_at is null and not billing`
const authorities = `select account_id, certificate_id as key, coalesce(common_name, subject, certificate_id) as title,
  initcap(status) || ' CA certificate' as detail from ca_certificates where account_id = a.id and gone_at is null`

// $3 to $4 is the bytewise range of what begins so; $5 to $6 the same in small letters, as AWS writes its ids.
const beginsWith: Partial<Record<SearchHit['kind'], string>> = {
  thing: `${things} and name >= $3 and name < $4 order by name`,
  certificate: `${certificates} and certificate_id >= $5 and certificate_id < $6 order by certificate_id`,
  client: `${clients} and client_id collate "C" >= $3 and client_id collate "C" < $4 order by client_id collate "C"`,
  policy: `${policies} and name >= $3 and name < $4 order by name`,
  'thing-group': `${groups} and name >= $3 and name < $4 order by name`,
  'ca-certificate': `${authorities} and certificate_id >= $5 and certificate_id < $6 order by certificate_id`,
}

// Unordered on purpose: the first to be found will do.
const contains: Partial<Record<SearchHit['kind'], string>> = {
  thing: `${things} and name ilike $3`,
  certificate: `${certificates} and common_name ilike $3`,
  policy: `${policies} and name ilike $3`,
  'thing-group': `${groups} and name ilike $3`,
  'ca-certificate': `${authorities} and (common_name ilike $3 or subject ilike $3)`,
}
