'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { historyNote } from './history-note.ts'

// What a history looks like while it is read, which is how it begins anyway.
const room = <Panel title="History" note={historyNote} loading />

export const ThingHistory = afterPaint(() => import('./histories.tsx').then((part) => part.ThingHistory), room)
export const CertificateHistory = afterPaint(
  () => import('./histories.tsx').then((part) => part.CertificateHistory),
  room,
)
export const AuthorityHistory = afterPaint(() => import('./histories.tsx').then((part) => part.AuthorityHistory), room)
export const PolicyHistory = afterPaint(() => import('./histories.tsx').then((part) => part.PolicyHistory), room)
