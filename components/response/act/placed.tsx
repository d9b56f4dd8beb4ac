'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'

// Nobody acts before the page stands: only the room these take is in its first load.
const checking = 'Checking what you may do'
const room = (verb: string) => (
  <>
    <Button variant="primary" disabledReason={checking}>
      {verb}…
    </Button>
    <Button disabledReason={checking}>Respond</Button>
  </>
)

export const ThingActions = afterPaint(
  () => import('./thing-actions.tsx').then((part) => part.ThingActions),
  room('Cut off'),
)
export const CertificateActions = afterPaint(
  () => import('./certificate-actions.tsx').then((part) => part.CertificateActions),
  room('Deactivate'),
)
export const DisconnectButton = afterPaint(
  () => import('./disconnect-button.tsx').then((part) => part.DisconnectButton),
  null,
)
export const ThingResponseBadges = afterPaint(
  () => import('./response-badges.tsx').then((part) => part.ThingResponseBadges),
  null,
)
export const OpenRunBadge = afterPaint(() => import('./response-badges.tsx').then((part) => part.OpenRunBadge), null)
export const OpenRunNote = afterPaint(() => import('./response-badges.tsx').then((part) => part.OpenRunNote), null)
export const ResponseHistory = afterPaint(
  () => import('./response-history.tsx').then((part) => part.ResponseHistory),
  <Panel title="Response history" note="Runs that touched it" loading flush />,
)
