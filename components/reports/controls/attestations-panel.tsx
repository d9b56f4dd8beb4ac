'use client'

import { Download, ExternalLink } from 'lucide-react'
import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import { reportDownloads } from '#contract/report-downloads.ts'
import type { Attestation } from '#contract/reports.ts'
import { AnswerMark } from '../marks.tsx'
import { sizeInWords } from '../words.ts'
import type { WholeControl } from './control-page.tsx'
import { WithdrawButton } from './withdraw-button.tsx'

/** What people vouched for, the latest first. One that lapsed counts for nothing and says since when. */
export function AttestationsPanel({ control }: { control: WholeControl }) {
  const { kind, attestation, attestations } = control
  const latest = attestations.find(({ withdrawn }) => !withdrawn)?.id
  return (
    <Panel title="Attestations" note={kind === 'automatic' ? 'Facts alone decide this control' : undefined}>
      {attestation?.lapsed ? (
        <div className="mb-3">
          <Notice>
            What {attestation.owner.name} vouched for lapsed <RelativeTime at={attestation.expiresAt} />: it no longer
            counts. Review it and vouch for it again.
          </Notice>
        </div>
      ) : null}
      {attestations.length === 0 ? (
        <p className="text-muted">
          {kind === 'automatic'
            ? 'Nobody has vouched for it, and nobody needs to.'
            : 'Nobody has vouched for it yet, so its answer cannot be a pass.'}
        </p>
      ) : (
        <ol className="flex flex-col divide-y divide-line">
          {attestations.map((one) => (
            <Vouched key={one.id} attestation={one} latest={one.id === latest} counts={kind !== 'automatic'} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

type VouchedProps = { attestation: Attestation; latest: boolean; counts: boolean }

function Vouched({ attestation, latest, counts }: VouchedProps) {
  const { withdrawn, owner, account, answer, statement, link, file, reviewedAt, expiresAt } = attestation
  return (
    <li className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <AnswerMark answer={answer} />
        <Standing attestation={attestation} latest={latest} counts={counts} />
        {answer === 'pass' && !link && !file ? <Badge tone="attention">No evidence attached</Badge> : null}
        <span className="text-muted">
          {owner.name}, <AbsoluteTime at={reviewedAt} precision="day" />; to be reviewed by{' '}
          <AbsoluteTime at={expiresAt} precision="day" />
          {account === null ? ', for all accounts' : ', for '}
          {account === null ? null : <AccountName id={account} />}
        </span>
        {withdrawn || !counts ? null : <WithdrawButton attestation={attestation} />}
      </p>
      <p className="[overflow-wrap:anywhere] whitespace-pre-line">{statement}</p>
      {withdrawn ? (
        <p className="text-muted [overflow-wrap:anywhere]">
          Taken back by {withdrawn.by} <RelativeTime at={withdrawn.at} />: {withdrawn.why}
        </p>
      ) : null}
      {link ? (
        <a
          href={link}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1.5 text-accent [overflow-wrap:anywhere] hover:underline"
        >
          <ExternalLink aria-hidden className="size-3.5 shrink-0" />
          {link}
        </a>
      ) : null}
      {file ? (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <a
            href={reportDownloads.evidence(file.id)}
            download
            className="inline-flex items-center gap-1.5 text-accent [overflow-wrap:anywhere] hover:underline"
          >
            <Download aria-hidden className="size-3.5 shrink-0" />
            {file.name}
          </a>
          <span className="text-xs text-muted">{sizeInWords(file.bytes)}</span>
          <span className="mono text-xs break-all text-faint" data-tip="SHA-256 of the file">
            {file.sha256}
          </span>
        </span>
      ) : null}
    </li>
  )
}

function Standing({ attestation: { withdrawn, lapsed }, latest, counts }: VouchedProps) {
  if (withdrawn) return <Badge>Taken back</Badge>
  if (!counts) return <Badge>Does not count</Badge>
  if (lapsed) return <Badge tone="attention">Lapsed</Badge>
  return latest ? <Badge>Latest</Badge> : null
}
