'use client'

import { Archive, Download, UserCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { announce } from '#components/ui/announce.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { leftOpen, type Moved, whyNotDismiss, whyNotMove } from '#contract/incident-moves.ts'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useChange, useTriage, useWhyNot } from '../triage/use-change.ts'
import { useTriageKeys } from '../triage/use-triage-keys.ts'
import { focusAnswer } from './answer-panel.tsx'
import { focusComment } from './comment-form.tsx'

const MoveDialog = lazy(() => import('../triage/move-dialog.tsx').then((part) => ({ default: part.MoveDialog })))
const SeverityDialog = lazy(() => import('./severity-dialog.tsx').then((part) => ({ default: part.SeverityDialog })))
const JoinDialog = lazy(() => import('../join/join-dialog.tsx').then((part) => ({ default: part.JoinDialog })))
const TagsDialog = lazy(() => import('./tags-dialog.tsx').then((part) => ({ default: part.TagsDialog })))

type Asked = 'move' | 'dismiss' | 'severity' | 'tags' | 'join' | { end: Moved }

const next: Partial<Record<Incident['state'], { to: Moved; label: string }>> = {
  new: { to: 'triaged', label: 'Triage' },
  triaged: { to: 'resolved', label: 'Resolve' },
  contained: { to: 'resolved', label: 'Resolve' },
  resolved: { to: 'closed', label: 'Close' },
  closed: { to: 'triaged', label: 'Take up again' },
  dismissed: { to: 'triaged', label: 'Take up again' },
}

const whyNotBegin: Partial<Record<Incident['state'], string>> = {
  closed: 'It is closed. Take it up again first',
  merged: 'It is joined to another one already',
}

/** What people do with an incident: the next step, take it, everything else in a menu, and its evidence pack. */
export function IncidentVerbs({ incident }: { incident: Incident }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const whyNot = useWhyNot()
  const { me, assign, move, busy } = useTriage()
  const { mutate } = useChange()
  const { id, state, assignee } = incident
  const mine = me !== undefined && assignee?.id === me.id
  const close = () => setAsked(null)
  const whyNotJoin = whyNot ?? whyNotBegin[state]
  useTriageKeys({
    a: () => (whyNot ? setAsked('move') : assign(incident)),
    s: () => setAsked('move'),
    c: focusComment,
    r: focusAnswer,
    m: () => (whyNotJoin ? announce(whyNotJoin) : setAsked('join')),
  })
  const step = next[state]
  const go = (to: Moved) => (leftOpen(incident, to).length > 0 ? setAsked({ end: to }) : move(incident, to))
  const items: MenuItem[] = [
    moveItem('Triage', 'triaged'),
    moveItem('Resolve', 'resolved'),
    moveItem('Close', 'closed'),
    moveItem('Put back to new', 'new'),
    {
      label: 'Dismiss…',
      disabledReason: whyNot ?? whyNotDismiss(state) ?? undefined,
      onSelect: () => setAsked('dismiss'),
    },
    { kind: 'separator' },
    {
      label: 'Assign to nobody',
      disabledReason: whyNot ?? (assignee ? undefined : 'It is nobody’s already'),
      onSelect: () => mutate({ id, assignee: null }),
    },
    { label: 'Change severity…', disabledReason: whyNot, onSelect: () => setAsked('severity') },
    { label: 'Change tags…', disabledReason: whyNot, onSelect: () => setAsked('tags') },
    { label: 'Join with another…', disabledReason: whyNotJoin, onSelect: () => setAsked('join') },
  ]
  function moveItem(label: string, to: Moved): MenuItem {
    return {
      label,
      disabledReason: whyNot ?? whyNotMove(state, to) ?? undefined,
      onSelect: () => go(to),
    }
  }
  return (
    <>
      {step ? (
        <Button
          variant="primary"
          busy={busy}
          disabledReason={whyNot}
          icon={step.to === 'closed' ? <Archive aria-hidden className="size-3.5" /> : undefined}
          onClick={() => go(step.to)}
        >
          {step.label}
        </Button>
      ) : null}
      <Button
        aria-keyshortcuts="a"
        icon={<UserCheck aria-hidden className="size-3.5" />}
        disabledReason={whyNot ?? (mine ? 'It is yours already' : undefined)}
        onClick={() => assign(incident)}
      >
        Assign to me
      </Button>
      <Menu label="More" align="end" items={items} />
      <LinkButton
        href={links.incidentPack(id)}
        download
        icon={<Download aria-hidden className="size-3.5" />}
        data-tip="Timeline, records, decisions and a readable report, with hashes"
      >
        Evidence pack
      </LinkButton>
      <Suspense fallback={null}>
        {asked && asked !== 'severity' && asked !== 'tags' && asked !== 'join' ? (
          <MoveDialog
            incident={incident}
            dismissing={asked === 'dismiss'}
            ending={typeof asked === 'object' ? asked.end : undefined}
            onClose={close}
          />
        ) : null}
        {asked === 'severity' ? <SeverityDialog incident={incident} onClose={close} /> : null}
        {asked === 'join' ? <JoinDialog incident={incident} onClose={close} /> : null}
        {asked === 'tags' ? <TagsDialog incident={incident} onClose={close} /> : null}
      </Suspense>
    </>
  )
}
