import { formatCount } from '#components/ui/format.ts'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import { AuthorityStatusBadge } from './authority-marks.tsx'
import { autoRegistrationWord } from './authority-words.ts'
import { certificateName } from './certificate-name.ts'
import { keyName } from './key-name.ts'
import { ExpiryMark } from './marks.tsx'
import { signatureName } from './signature-name.ts'

const unknown = <span className="text-unknown">unknown</span>

/** The columns of the CA certificate list. */
export const authorityColumns: readonly Column<CaCertificate>[] = [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-56',
    cell: (row) => <bdi className="truncate">{certificateName(row)}</bdi>,
  },
  {
    id: 'certificateId',
    header: 'Certificate ID',
    className: 'max-w-40',
    cell: ({ certificateId }) => <MiddleCut text={certificateId} />,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <AuthorityStatusBadge status={status} /> },
  { id: 'expiry', header: 'Expiry', cell: (row) => <ExpiryMark of={row} /> },
  {
    id: 'autoRegistration',
    header: 'Auto-registration',
    tip: 'Whether unknown devices that present a certificate of this CA are registered by themselves',
    cell: ({ autoRegistration }) => autoRegistrationWord(autoRegistration),
  },
  {
    id: 'certificates',
    header: 'Issued',
    align: 'end',
    tip: 'Registered certificates it issued',
    cell: ({ certificates }) => formatCount(certificates),
  },
  {
    id: 'activeCertificates',
    header: 'Of them active',
    align: 'end',
    cell: ({ activeCertificates }) => formatCount(activeCertificates),
  },
  { id: 'key', header: 'Key', className: 'whitespace-nowrap', cell: (row) => keyName(row) ?? unknown },
  {
    id: 'signature',
    header: 'Signature',
    hidden: true,
    cell: ({ signatureAlgorithm }) => (signatureAlgorithm ? signatureName(signatureAlgorithm) : unknown),
  },
  {
    id: 'notAfter',
    header: 'Last day',
    hidden: true,
    cell: ({ notAfter }) => <AbsoluteTime at={notAfter} never="unknown" />,
  },
]
