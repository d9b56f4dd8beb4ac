import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

const tabs = [
  { href: links.deployments(), label: 'Deployments' },
  { href: links.software(), label: 'Versions' },
  { href: links.drift(), label: 'Drift' },
  { href: links.unupdatable(), label: 'Cannot be updated' },
]

/** The pages of deployments and software. */
export function DeploymentTabs({ current }: { current: string }) {
  return <Tabs label="Deployments" tabs={tabs} current={current} />
}
