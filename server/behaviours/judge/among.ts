import type { StoredProfile } from '../profiles.ts'

type Target = StoredProfile['targets'][number]

/**
 * SQL that tells whether a device, as the text expression names it, is among a profile's targets. `values` are appended
 * to by what it needs; the account is $1.
 */
export function among(device: string, targets: readonly Target[], values: unknown[]): string {
  const each = targets.map((target) => {
    if (target.kind === 'all')
      return `EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = ${device} AND t.gone_at IS NULL)`
    if (target.kind === 'unregistered')
      return `NOT EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = ${device} AND t.gone_at IS NULL)`
    values.push(target.name)
    if (target.kind === 'type')
      return `EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = ${device} AND t.type_name = $${values.length} AND t.gone_at IS NULL)`
    return `EXISTS (SELECT FROM thing_groups g JOIN thing_group_members m ON m.group_row_id = g.id AND m.thing_name = ${device}
      WHERE g.account_id = $1 AND g.name = $${values.length} AND NOT g.billing AND g.gone_at IS NULL)`
  })
  return `(${each.join(' OR ')})`
}
