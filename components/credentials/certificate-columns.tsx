import { AccountName } from '#components/data/account-name.tsx'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { Certificate } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { keyName } from './key-name.ts'
import { ConcernMarks, ExpiryMark, StatusMark } from './marks.tsx'
import { signatureName } from './signature-name.ts'

const unknown = <span className="text-unknown">unknown</span>

/** The columns of the certificate list. */
export const certificateColumns: readonly Column<Certificate>[] = [
  {
    id: 'certificate',
    header: 'Certificate ID',
    className: 'w-[17%] min-w-28 max-w-0',
    cell: ({ certificateId }) => <MiddleCut text={certificateId} />,
  },
  {
    id: 'name',
    header: 'Common name',
    className: 'w-[17%] min-w-24 max-w-0 truncate',
    cell: ({ commonName, describedAt }) =>
      commonName ? <bdi data-tip={commonName}>{commonName}</bdi> : describedAt ? 'none' : unknown,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusMark status={status} /> },
  { id: 'expiry', header: 'Expiry', sort: 'expiry', cell: (row) => <ExpiryMark of={row} /> },
  {
    id: 'things',
    header: 'Things',
    className: 'w-[17%] min-w-24 max-w-0',
    cell: (row) => <ThingNames certificate={row} />,
  },
  {
    id: 'concerns',
    header: 'Concerns',
    cell: ({ concerns }) => <ConcernMarks concerns={concerns} />,
  },
  {
    id: 'policies',
    header: 'Policies',
    hidden: true,
    align: 'end',
    tip: 'Attached to the certificate itself',
    cell: ({ policyCount }) => policyCount ?? unknown,
  },
  { id: 'key', header: 'Key', hidden: true, className: 'whitespace-nowrap', cell: (row) => keyName(row) ?? unknown },
  {
    id: 'created',
    header: 'In use since',
    hidden: true,
    sort: 'created',
    firstSort: 'asc',
    tip: 'When it was registered with AWS IoT',
    cell: ({ createdAt }) => <RelativeTime at={createdAt} never="unknown" />,
  },
  {
    id: 'notAfter',
    header: 'Last day',
    hidden: true,
    sort: 'expiry',
    cell: ({ notAfter }) => <AbsoluteTime at={notAfter} never="unknown" />,
  },
  {
    id: 'signature',
    header: 'Signature',
    hidden: true,
    className: 'whitespace-nowrap',
    cell: ({ signatureAlgorithm }) => (signatureAlgorithm ? signatureName(signatureAlgorithm) : unknown),
  },
  {
    id: 'issuer',
    header: 'Issuer',
    hidden: true,
    className: 'max-w-64 truncate',
    cell: ({ issuer }) => (issuer ? <bdi data-tip={issuer}>{issuer}</bdi> : unknown),
  },
  {
    id: 'ca',
    header: 'CA certificate',
    hidden: true,
    className: 'max-w-44',
    cell: ({ account, caCertificateId, describedAt }) =>
      caCertificateId ? (
        <Link href={links.authority(account, caCertificateId)} className="text-accent hover:underline">
          <MiddleCut text={caCertificateId} />
        </Link>
      ) : describedAt ? (
        'none'
      ) : (
        unknown
      ),
  },
  { id: 'firstSeen', header: 'First seen', hidden: true, cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} /> },
  { id: 'changed', header: 'Last change', hidden: true, cell: ({ changedAt }) => <RelativeTime at={changedAt} /> },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]

function ThingNames({ certificate: { account, things, thingCount } }: { certificate: Certificate }) {
  if (thingCount === null) return unknown
  const [first] = things
  if (first === undefined) return <span className="text-faint">none</span>
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link href={links.thing(account, first)} className="truncate text-accent hover:underline">
        {first}
      </Link>
      {thingCount > 1 ? (
        <span className="shrink-0 text-xs text-muted" data-tip={things.join('\n')}>
          +{thingCount - 1}
        </span>
      ) : null}
    </span>
  )
}
