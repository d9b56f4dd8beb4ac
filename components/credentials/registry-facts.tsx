import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { CertificateDetail } from '#contract/certificates.ts'
import { transferOf } from './transfer.ts'

/** What AWS IoT keeps about the certificate beside the certificate itself: where, since when, whose. */
export function RegistryFacts({ certificate }: { certificate: CertificateDetail }) {
  const { ownedBy, previousOwnedBy, mode } = certificate
  const transfer = transferOf(certificate.transfer)
  return (
    <KeyValueList
      items={[
        { label: 'Registered', value: certificate.createdAt && <When at={certificate.createdAt} /> },
        { label: 'Last modified', value: certificate.lastModifiedAt && <When at={certificate.lastModifiedAt} /> },
        { label: 'First seen here', value: <When at={certificate.firstSeenAt} /> },
        { label: 'Owner', value: ownedBy && <span className="mono">{ownedBy}</span> },
        ...(previousOwnedBy
          ? [{ label: 'Previous owner', value: <span className="mono">{previousOwnedBy}</span> }]
          : []),
        ...transfer.map(({ label, text, at }) => ({
          label,
          value: at ? <When at={at} /> : <span className="break-words">{text}</span>,
        })),
        { label: 'Mode', value: mode && modes(mode) },
        { label: 'Version', value: certificate.customerVersion },
        { label: 'ARN', value: certificate.arn && <MiddleCut text={certificate.arn} copy="ARN" /> },
      ]}
    />
  )
}

/** An instant and how long ago it was. */
export function When({ at }: { at: string }) {
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <AbsoluteTime at={at} />
      <span className="text-muted">
        <RelativeTime at={at} />
      </span>
    </span>
  )
}

/** AWS's certificate mode in words. */
export const modes = (mode: string) => {
  if (mode === 'SNI_ONLY') return 'SNI only: registered without its CA, the device must name the endpoint'
  return mode === 'DEFAULT' ? 'Default' : mode
}
