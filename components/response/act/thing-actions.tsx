'use client'

import { Ban, CirclePause, CirclePlay, ShieldBan, ShieldCheck, Undo2, Unplug } from 'lucide-react'
import { shortId } from '#components/credentials/certificate-name.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { type ActionId, actions } from '#contract/actions.ts'
import type { ThingDetail } from '#contract/things.ts'
import { whyNotDeactivate, whyNotReactivate, whyNotRevoke } from '#contract/why-not.ts'
import { openAct, type PlanRequest } from './act.ts'
import { useRights } from './use-rights.ts'
import { undoable, useRunsOf } from './use-runs-of.ts'
import { groupsOf, whyNotThing } from './why-not.ts'

type Plannable = PlanRequest['action']

/** What can be done about one thing: cut it off with one click, everything else one click further. */
export function ThingActions({ thing, size }: { thing: ThingDetail; size?: 'sm' | 'md' }) {
  const { account, name, clientId } = thing
  const { whyNot, responder } = useRights(account)
  const runs = useRunsOf({ account, thing: name })
  const known = { ...thing, groups: groupsOf(thing) }
  const why = (action: ActionId) => whyNot(action) ?? whyNotThing(action, known, responder)
  const plan = (action: Plannable, target = name, label = target) =>
    openAct({
      kind: 'plan',
      account,
      action,
      selection: { scope: 'named', names: [target] },
      seen: { count: 1, name: label },
    })
  const item = (action: Plannable, icon: MenuIcon, target = name): MenuItem => ({
    label: `${actions[action].label}…`,
    icon,
    disabledReason: why(action),
    onSelect: () => plan(action, target),
  })
  const last = undoable(runs.data?.items)
  return (
    <>
      <Button
        variant="primary"
        size={size}
        icon={<ShieldBan aria-hidden className="size-3.5" />}
        disabledReason={why('cut-off-thing')}
        onClick={() => plan('cut-off-thing')}
      >
        Cut off…
      </Button>
      <Menu
        label="Respond"
        size={size ?? 'md'}
        align="end"
        items={[
          item('quarantine-thing', <ShieldBan aria-hidden className="size-3.5" />),
          item('release-thing', <ShieldCheck aria-hidden className="size-3.5" />),
          item('disconnect-client', <Unplug aria-hidden className="size-3.5" />, clientId ?? name),
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
          ...thing.attachedCertificates.flatMap((one): MenuItem[] => [
            { kind: 'separator' },
            { kind: 'heading', label: `Certificate ${shortId(one.certificateId)}` },
            ...certificateItems(one, whyNot, (action) => plan(action, one.certificateId, shortId(one.certificateId))),
          ]),
        ]}
      />
    </>
  )
}
type MenuIcon = MenuItem extends { icon?: infer Icon } ? Icon : React.ReactNode

/** Deactivate or reactivate, whichever applies, and revoke; each with the reason where it cannot be. */
export function certificateItems(
  certificate: { status: string },
  whyNot: (action: ActionId) => string | undefined,
  onSelect: (action: Plannable) => void,
): MenuItem[] {
  const inactive = certificate.status === 'INACTIVE'
  return [
    inactive
      ? {
          label: 'Reactivate…',
          icon: <CirclePlay aria-hidden className="size-3.5" />,
          disabledReason: whyNot('reactivate-certificate') ?? whyNotReactivate(certificate),
          onSelect: () => onSelect('reactivate-certificate'),
        }
      : {
          label: 'Deactivate…',
          icon: <CirclePause aria-hidden className="size-3.5" />,
          disabledReason: whyNot('deactivate-certificate') ?? whyNotDeactivate(certificate),
          onSelect: () => onSelect('deactivate-certificate'),
        },
    {
      label: 'Revoke…',
      icon: <Ban aria-hidden className="size-3.5" />,
      danger: true,
      disabledReason: whyNot('revoke-certificate') ?? whyNotRevoke(certificate),
      onSelect: () => onSelect('revoke-certificate'),
    },
  ]
}
