import type { ReactNode } from 'react'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

const tabs = [
  { href: links.settings(), label: 'Me' },
  { href: links.tokens(), label: 'API tokens' },
  { href: links.people(), label: 'People' },
  { href: links.accounts(), label: 'AWS accounts' },
  { href: links.responseSettings(), label: 'Response' },
  { href: links.checkSettings(), label: 'Checks' },
  { href: links.incidentRules(), label: 'Incident rules' },
  { href: links.deploymentSettings(), label: 'Deployments' },
  { href: links.playbooks(), label: 'Playbooks' },
  { href: links.notifications(), label: 'Notifications' },
  { href: links.retention(), label: 'Retention' },
  { href: links.apiDocs(), label: 'API' },
]

/** The settings' common head: one heading, a tab an address. */
export function SettingsFrame({ current, children }: { current: string; children: ReactNode }) {
  return (
    <div className="max-w-5xl">
      <PageHeader title="Settings" />
      <Tabs label="Settings" tabs={tabs} current={current} />
      <div className="mt-4 flex flex-col gap-4">{children}</div>
    </div>
  )
}
