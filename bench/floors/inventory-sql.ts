/**
 * What a page of the inventory costs at the least: the bare statement for each filter, written for its index.
 * $1 is the name after which the page begins.
 */
const columns = `t.id::text, t.account_id, t.name, t.type_name, t.billing_group, t.attributes, t.credential_health,
  t.credential_not_after, t.certificate_count, t.active_certificates, t.first_seen_at, t.changed_at, t.gone_at,
  p.connected, p.since, p.disconnect_reason, p.client_id,
  (select array_agg(g.name order by g.name) from thing_group_members m join thing_groups g on g.id = m.group_row_id
   where m.thing_row_id = t.id and not g.billing) as groups`
const things = 'things t left join presence p on p.thing_row_id = t.id'
const page = 'and t.gone_at is null order by t.name limit 101'

export const inventorySql = {
  none: `select ${columns} from ${things} where t.account_id = 1 and t.name > $1 ${page}`,
  type: `select ${columns} from ${things} where t.account_id = 1 and t.type_name = 'pump' and t.name > $1 ${page}`,
  health: `select ${columns} from ${things} where t.account_id = 1 and t.credential_health = 'none' and t.name > $1 ${page}`,
  presence: `select ${columns} from presence p join things t on t.id = p.thing_row_id
    where p.account_id = 1 and p.connected and p.thing_name > $1 and t.gone_at is null order by p.thing_name limit 101`,
  group: `select ${columns} from thing_group_members x join ${things} on t.id = x.thing_row_id
    where x.group_row_id = (select id from thing_groups where account_id = 1 and not billing and name = 'site-7')
      and x.thing_name > $1 and t.gone_at is null order by x.thing_name limit 101`,
  attribute: `select ${columns} from (select * from things where account_id = 1 and attributes @> '{"site":"site-7"}' offset 0) t
    left join presence p on p.thing_row_id = t.id where t.name > $1 ${page}`,
}
