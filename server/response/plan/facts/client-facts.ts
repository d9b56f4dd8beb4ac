import type { FactsOf } from '../../action.ts'
import { coveredThings } from './covered.ts'
import type { FactsSource } from './facts-source.ts'

type Row = {
  client: string
  name: string
  connected: boolean | null
  since: Date | null
  own: boolean
  expired: boolean | null
}

// Whether a thing `t` has active certificates, and all of them past their last day; null where it has none.
const allExpired = `(SELECT bool_and(coalesce(c.not_after <= $3, FALSE)) FROM thing_certificates l
  JOIN certificates c ON c.id = l.certificate_row_id WHERE l.thing_row_id = t.id AND c.status = 'ACTIVE' AND c.gone_at IS NULL)`

/** The facts of clients: the things they are, as far as anything says, and their sessions. */
export async function clientTargets(source: FactsSource, names: string[]): Promise<FactsOf<'client'>[]> {
  const { sql, account, fresh, feeds, neverTouch } = source
  const { rows } = await sql.query<Row>(
    `SELECT p.client_id AS client, t.name, p.connected, p.since, FALSE AS own, ${allExpired} AS expired FROM presence p JOIN things t ON t.id = p.thing_row_id
     WHERE p.account_id = $1 AND p.client_id = ANY($2::text[]) AND t.gone_at IS NULL
     UNION ALL
     SELECT t.name, t.name, CASE WHEN coalesce(p.client_id, t.name) = t.name THEN p.connected END,
       CASE WHEN coalesce(p.client_id, t.name) = t.name THEN p.since END, TRUE, ${allExpired}
     FROM things t LEFT JOIN presence p ON p.thing_row_id = t.id
     WHERE t.account_id = $1 AND t.name = ANY($2::text[]) AND t.gone_at IS NULL
     ORDER BY own`,
    [account.id, names, source.askedAt],
  )
  const things = [...rows.map(({ name }) => name), ...fresh.clientThings.values(), ...names]
  const covered = await coveredThings(sql, account.id, neverTouch, [...new Set(things)])
  return names.map((name) => {
    const mine = rows.filter(({ client }) => client === name)
    const told = fresh.clientThings.get(name)
    const known = mine.find(({ connected }) => connected !== null) ?? mine[0]
    const observedAt = feeds.get('presence') ?? null
    const collected = { clientId: name, connected: known?.connected ?? null, since: known?.since ?? null, observedAt }
    const session = fresh.sessions.get(name)
    const concerned = [name, ...mine.map((row) => row.name), ...(told ? [told] : [])]
    return {
      kind: 'client',
      name,
      identity: null,
      exists: true,
      neverTouch: concerned.map((one) => covered.get(one)).find((why) => why !== undefined) ?? null,
      session: session ?? collected,
      thing: told ?? known?.name ?? null,
      expired: known?.expired ?? false,
      at: session?.observedAt ?? (known ? observedAt : null),
      fromAws: session !== undefined,
    }
  })
}
