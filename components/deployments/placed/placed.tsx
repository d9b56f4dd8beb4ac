'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'
import { Panel } from '#components/ui/panel.tsx'

export const ThingSoftwarePanel = afterPaint(
  () => import('./thing-software-panel.tsx').then((part) => part.ThingSoftwarePanel),
  <Panel title="Software and deployments" loading />,
)
