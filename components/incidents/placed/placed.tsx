'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'

// Most things have none, so no room is kept for it.
export const IncidentsPanel = afterPaint(
  () => import('./incidents-panel.tsx').then((part) => part.IncidentsPanel),
  null,
)
