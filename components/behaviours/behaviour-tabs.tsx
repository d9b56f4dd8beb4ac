import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

const tabs = [
  { href: links.behaviours(), label: 'Violations' },
  { href: links.profiles(), label: 'Security profiles' },
  { href: links.silentAgents(), label: 'Silent agents' },
]

/** The pages of behaviours. */
export function BehaviourTabs({ current }: { current: string }) {
  return <Tabs label="Behaviours" tabs={tabs} current={current} />
}
