import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Thing } from '#contract/things.ts'
import { CredentialMark, PresenceMark } from './marks.tsx'

const absent = <span className="text-faint">none</span>
// Its attachments have not been read: none known is not none.
const unread = <span className="text-unknown">unknown</span>

/** The inventory's own columns; one per attribute name in use comes from attributeColumns. */
export const thingColumns: readonly Column<Thing>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    className: 'w-[18%] min-w-36 max-w-0',
    cell: (thing) => (
      <span className="inline-flex max-w-full min-w-0 items-center gap-1.5">
        <MiddleCut text={thing.name} />
        {thing.goneAt ? <Badge tone="neutral">Gone</Badge> : null}
      </span>
    ),
  },
  {
    id: 'presence',
    header: 'Presence',
    sort: 'last-change',
    firstSort: 'desc',
    tip: 'As AWS fleet indexing last said. Sorts by when it last connected or disconnected.',
    cell: ({ presence, presenceSince }) => <PresenceMark presence={presence} since={presenceSince} />,
  },
  { id: 'health', header: 'Credential', cell: ({ health }) => <CredentialMark health={health} /> },
  {
    id: 'expiry',
    header: 'Expires',
    sort: 'expiry',
    tip: 'When the last of its active certificates expires',
    cell: ({ credentialExpiresAt, health }) => (
      <RelativeTime at={credentialExpiresAt} never={health === 'none' || health === 'inactive' ? 'none' : 'unknown'} />
    ),
  },
  { id: 'type', header: 'Type', className: 'w-[16%] min-w-24 max-w-0 truncate', cell: ({ type }) => type ?? absent },
  {
    id: 'groups',
    header: 'Groups',
    className: 'w-[20%] min-w-24 max-w-0',
    cell: ({ groups }) => <Names names={groups} />,
  },
  {
    id: 'certificates',
    header: 'Certificates',
    hidden: true,
    align: 'end',
    tip: 'Active ones of those attached',
    cell: ({ certificates, activeCertificates, health }) =>
      certificates > 0 ? `${activeCertificates} of ${certificates} active` : health === 'unknown' ? unread : absent,
  },
  {
    id: 'client',
    header: 'Client ID',
    hidden: true,
    className: 'w-[18%] min-w-40 max-w-0',
    tip: 'Shown when it differs from the name',
    cell: ({ clientId, name }) =>
      clientId === null ? (
        <span className="text-faint">unknown</span>
      ) : clientId === name ? (
        <span className="text-faint">same as name</span>
      ) : (
        <MiddleCut text={clientId} className="text-attention" />
      ),
  },
  {
    id: 'billing',
    header: 'Billing group',
    className: 'max-w-40 truncate',
    hidden: true,
    cell: ({ billingGroup }) => billingGroup ?? absent,
  },
  {
    id: 'first-seen',
    header: 'First seen',
    sort: 'first-seen',
    firstSort: 'desc',
    hidden: true,
    cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} />,
  },
  {
    id: 'changed',
    header: 'Changed',
    hidden: true,
    tip: 'When its record, certificates or groups were last seen to change',
    cell: ({ changedAt }) => <RelativeTime at={changedAt} />,
  },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]

/** A column, off at first, for each attribute name. */
export function attributeColumns(names: readonly string[]): Column<Thing>[] {
  return names.map((name) => ({
    id: `attribute:${name}`,
    header: name,
    hidden: true,
    className: 'max-w-48 truncate',
    cell: ({ attributes }) => attributes[name] ?? absent,
  }))
}

function Names({ names }: { names: readonly string[] }) {
  const [first, second, ...more] = names
  if (first === undefined) return absent
  return (
    <span className="flex min-w-0 items-center gap-1" data-tip={names.length > 1 ? names.join('\n') : undefined}>
      <span className="truncate">{second === undefined ? first : `${first}, ${second}`}</span>
      {more.length > 0 ? <span className="text-xs whitespace-nowrap text-muted">+{more.length}</span> : null}
    </span>
  )
}
