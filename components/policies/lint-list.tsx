'use client'

import { lazy, Suspense, useState } from 'react'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { Judgement } from '#contract/policy-judgement.ts'

const DiffView = lazy(() => import('./diff-view.tsx').then((part) => ({ default: part.DiffView })))

type Lint = Judgement['lints'][number]

/** Every point with where it stands, the narrow form as a change, and whom that would keep out. */
export function LintList({ account, judgement }: { account: number; judgement: Judgement }) {
  return (
    <ul className="divide-y divide-line">
      {judgement.lints.map((lint) => (
        <One key={`${lint.rule} ${lint.version} ${lint.path}`} lint={lint} account={account} judgement={judgement} />
      ))}
    </ul>
  )
}

function One({ lint, account, judgement }: { lint: Lint; account: number; judgement: Judgement }) {
  const [open, setOpen] = useState(false)
  const { severity, title, explanation, path, found, version, rewrite, breaks, audit } = lint
  const { document, wouldBreak } = judgement
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <span className="font-medium">{title}</span>
        {audit ? (
          <Badge tone="neutral" tip={audit}>
            Also in AWS’s audit
          </Badge>
        ) : null}
      </p>
      <p className="max-w-prose">{explanation}</p>
      {path ? (
        <p className="text-xs break-words text-muted">
          {version ? `Version ${version}, ` : ''}
          <span className="mono">{path}</span>
          {found ? (
            <>
              : <span className="mono">{found}</span>
            </>
          ) : null}
        </p>
      ) : null}
      {rewrite && document ? (
        <>
          <div>
            <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide the narrow form' : 'Show the narrow form'}
            </Button>
          </div>
          {open ? (
            <div className="flex flex-col gap-2">
              <div className="overflow-hidden rounded-md border border-line">
                <Suspense fallback={<SkeletonLines lines={6} />}>
                  <DiffView label={`Narrow form for: ${title}`} before={document} after={rewrite} />
                </Suspense>
              </div>
              {breaks && wouldBreak ? (
                <WouldBreak account={account} wouldBreak={wouldBreak} />
              ) : (
                <p className="text-muted">
                  Whom it would break is not known: which topics and things devices use is not recorded.
                </p>
              )}
            </div>
          ) : null}
        </>
      ) : null}
    </li>
  )
}

function WouldBreak({ account, wouldBreak }: { account: number; wouldBreak: NonNullable<Judgement['wouldBreak']> }) {
  const { devices, count, capped, checked } = wouldBreak
  const shown = devices.slice(0, 10)
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">
        {count === 0
          ? 'It would break nobody that is known.'
          : `It would keep out ${formatCount({ value: count, capped })} that connect under another name than their thing's:`}
      </p>
      {shown.length > 0 ? (
        <ul className="text-muted">
          {shown.map(({ clientId, certificateId, thing }) => (
            <li key={`${clientId} ${certificateId}`} className="break-words">
              <span className="mono">{clientId}</span>, with{' '}
              <Link href={links.certificate(account, certificateId)} className="mono text-accent hover:underline">
                {certificateId.slice(0, 12)}…
              </Link>
              {thing ? ` of ${thing}` : ', attached to no thing'}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-xs text-muted">{checked}</p>
    </div>
  )
}
