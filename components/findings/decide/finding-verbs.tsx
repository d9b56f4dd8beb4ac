'use client'

import { BellOff, Link2, UserRound } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button, LinkButton } from '#components/ui/button.tsx'
import type { Finding } from '#contract/findings.ts'
import { subjectHref } from '../words.ts'
import { useWhyNot } from './use-decide.ts'

const OwnerDialog = lazy(() => import('./owner-dialog.tsx').then((part) => ({ default: part.OwnerDialog })))
const LinkDialog = lazy(() => import('./link-dialog.tsx').then((part) => ({ default: part.LinkDialog })))
const MitigateMenu = lazy(() => import('./mitigate-menu.tsx').then((part) => ({ default: part.MitigateMenu })))
const SuppressDialog = lazy(() => import('./suppress-dialog.tsx').then((part) => ({ default: part.SuppressDialog })))

/** What people do about a finding. Acting on the device begins on the page of the resource. */
export function FindingVerbs({ finding }: { finding: Finding }) {
  const [asking, setAsking] = useState<'owner' | 'link' | 'suppress' | null>(null)
  const whyNot = useWhyNot()
  const { id, account, check, subject, subjectKind, reason, open, suppressed, sources } = finding
  const href = subjectHref(finding)
  const close = () => setAsking(null)
  return (
    <>
      {sources.includes('audit') && open ? (
        <Suspense fallback={null}>
          <MitigateMenu finding={finding} />
        </Suspense>
      ) : null}
      {href ? <LinkButton href={href}>Open the resource</LinkButton> : null}
      <Button
        icon={<UserRound aria-hidden className="size-4" />}
        disabledReason={whyNot}
        onClick={() => setAsking('owner')}
      >
        Assign…
      </Button>
      <Button icon={<Link2 aria-hidden className="size-4" />} disabledReason={whyNot} onClick={() => setAsking('link')}>
        Link…
      </Button>
      <Button
        icon={<BellOff aria-hidden className="size-4" />}
        disabledReason={whyNot ?? (open ? (suppressed ? 'It is suppressed already' : undefined) : 'It is resolved')}
        onClick={() => setAsking('suppress')}
      >
        Suppress…
      </Button>
      <Suspense fallback={null}>
        {asking === 'owner' ? <OwnerDialog about="this finding" selection={{ ids: [id] }} onClose={close} /> : null}
        {asking === 'link' ? <LinkDialog finding={finding} onClose={close} /> : null}
        {asking === 'suppress' ? (
          <SuppressDialog
            about="this finding"
            what={{ scope: { account, check, kind: subjectKind, subject, reason } }}
            inAws={sources.includes('audit')}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  )
}
