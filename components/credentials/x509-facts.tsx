import type { ReactNode } from 'react'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { keyName } from './key-name.ts'
import { signatureName } from './signature-name.ts'

type Parsed = {
  certificateId: string
  subject: string | null
  issuer: string | null
  serialNumber: string | null
  notBefore: string | null
  notAfter: string | null
  keyAlgorithm: string | null
  keyBits: number | null
  signatureAlgorithm: string | null
  fingerprint: string | null
}

/** What the certificate itself says, read from its PEM. `rows` come after. */
export function X509Facts({ certificate, rows = [] }: { certificate: Parsed; rows?: Row[] }) {
  const { certificateId, subject, issuer, serialNumber, fingerprint } = certificate
  const sameAsId = fingerprint !== null && bare(fingerprint) === bare(certificateId)
  return (
    <KeyValueList
      items={[
        { label: 'Subject', value: subject === null ? null : <DistinguishedName name={subject} /> },
        {
          label: 'Issuer',
          value:
            issuer === null ? null : issuer !== '' && issuer === subject ? (
              'The same: it signed itself'
            ) : (
              <DistinguishedName name={issuer} />
            ),
        },
        { label: 'Serial number', value: serialNumber && <MiddleCut text={serialNumber} copy="serial number" /> },
        { label: 'Key', value: keyName(certificate) },
        {
          label: 'Valid from',
          value: certificate.notBefore && <AbsoluteTime at={certificate.notBefore} precision="second" />,
        },
        {
          label: 'Valid until',
          value: certificate.notAfter && <AbsoluteTime at={certificate.notAfter} precision="second" />,
        },
        {
          label: 'Signature',
          value: certificate.signatureAlgorithm && signatureName(certificate.signatureAlgorithm),
        },
        {
          label: 'SHA-256 fingerprint',
          value: fingerprint && (
            <>
              <MiddleCut text={fingerprint} copy="fingerprint" />
              {sameAsId ? <span className="text-muted"> Same as the certificate ID.</span> : null}
            </>
          ),
        },
        { label: 'Certificate ID', value: <MiddleCut text={certificateId} copy="certificate ID" /> },
        ...rows,
      ]}
    />
  )
}
type Row = { label: string; value: ReactNode }

// Isolated: whoever made the certificate chose its names, and may have put marks in them that turn text around.
function DistinguishedName({ name }: { name: string }) {
  return name === '' ? <span className="text-faint">empty</span> : <bdi className="break-words">{name}</bdi>
}

const bare = (hex: string) => hex.replaceAll(':', '').toLowerCase()
