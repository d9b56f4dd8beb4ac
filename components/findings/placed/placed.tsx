'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'

// Most resources have none, so no room is kept for it.
export const FindingsPanel = afterPaint(() => import('./findings-panel.tsx').then((part) => part.FindingsPanel), null)
