'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'
import { Panel } from '#components/ui/panel.tsx'

const room = <Panel title="What it may do" loading />

/** What a thing may do with its certificate. */
export const ThingCapabilities = afterPaint(
  () => import('./capabilities-panel.tsx').then((part) => part.ThingCapabilities),
  room,
)
/** What whoever holds a certificate may do. */
export const CertificateCapabilities = afterPaint(
  () => import('./capabilities-panel.tsx').then((part) => part.CertificateCapabilities),
  room,
)
/** What there is to say about a policy, and how far it reaches. */
export const PolicyJudgement = afterPaint(
  () => import('./judgement.tsx').then((part) => part.PolicyJudgement),
  <Panel title="What to put right" loading />,
)
