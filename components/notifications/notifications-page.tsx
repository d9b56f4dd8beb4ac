'use client'

import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { ChannelsPanel } from './channels-panel.tsx'

// Below what is seen first: their code comes after the page's own.
const RulesPanel = afterPaint(
  () => import('./rules-panel.tsx').then((part) => part.RulesPanel),
  <Panel title="Rules" loading />,
)
const DeliveriesPanel = afterPaint(
  () => import('./deliveries-panel.tsx').then((part) => part.DeliveriesPanel),
  <Panel title="Messages" loading />,
)

/** Where messages go, which, and what became of them. Everybody sees it, admins change it. */
export function NotificationsPage() {
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  return (
    <SettingsFrame current={links.notifications()}>
      <ChannelsPanel whyNot={whyNot} />
      <RulesPanel whyNot={whyNot} />
      <DeliveriesPanel />
    </SettingsFrame>
  )
}
