'use client'

import { Ban, CirclePause, CirclePlay, ShieldBan, Undo2 } from 'lucide-react'
import { shortId } from '#components/credentials/certificate-name.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { actions } from '#contract/actions.ts'
import type { CertificateDetail } from '#contract/certificates.ts'
import { whyNotDeactivate, whyNotReactivate, whyNotRevoke } from '#contract/why-not.ts'
import { openAct, type PlanRequest } from './act.ts'
import { useRights } from './use-rights.ts'
import { undoable, useRunsOf } from './use-runs-of.ts'

const shownThings = 5

/** What can be done about one certificate, and about the things that present it. */
export function CertificateActions({ certificate, size }: { certificate: CertificateDetail; size?: 'sm' | 'md' }) {
  const { account, certificateId, attachedThings } = certificate
  const { whyNot } = useRights(account)
  const last = undoable(useRunsOf({ account, certificate: certificateId }).data?.items)
  const gone = certificate.goneAt ? 'AWS no longer lists it' : undefined
  const plan = (action: PlanRequest['action'], target: string, name: string) =>
    openAct({ kind: 'plan', account, action, selection: { scope: 'named', names: [target] }, seen: { count: 1, name } })
  const inactive = certificate.status === 'INACTIVE'
  const first = inactive ? 'reactivate-certificate' : 'deactivate-certificate'
  const why = {
    'reactivate-certificate': whyNotReactivate,
    'deactivate-certificate': whyNotDeactivate,
  }[first](certificate)
  const items: MenuItem[] = [
    {
      label: 'Revoke…',
      icon: <Ban aria-hidden className="size-3.5" />,
      danger: true,
      disabledReason: whyNot('revoke-certificate') ?? gone ?? whyNotRevoke(certificate),
      onSelect: () => plan('revoke-certificate', certificateId, shortId(certificateId)),
    },
    ...(last
      ? [
          {
            label: `Undo “${actions[last.action].label}”, run ${last.number}…`,
            icon: <Undo2 aria-hidden className="size-3.5" />,
            disabledReason: whyNot('restore'),
            onSelect: () => openAct({ kind: 'undo', run: last }),
          },
        ]
      : []),
    ...(attachedThings.length > 0 ? [{ kind: 'separator' } as const] : []),
    ...attachedThings.slice(0, shownThings).map(({ name }) => ({
      label: `Cut off ${name}…`,
      icon: <ShieldBan aria-hidden className="size-3.5" />,
      disabledReason: whyNot('cut-off-thing'),
      onSelect: () => plan('cut-off-thing', name, name),
    })),
  ]
  return (
    <>
      <Button
        variant={inactive ? 'secondary' : 'primary'}
        size={size}
        icon={
          inactive ? <CirclePlay aria-hidden className="size-3.5" /> : <CirclePause aria-hidden className="size-3.5" />
        }
        disabledReason={whyNot(first) ?? gone ?? why}
        onClick={() => plan(first, certificateId, shortId(certificateId))}
      >
        {actions[first].label}…
      </Button>
      <Menu label="Respond" size={size ?? 'md'} align="end" items={items} />
    </>
  )
}
