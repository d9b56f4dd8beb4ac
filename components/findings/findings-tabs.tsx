import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

const tabs = [
  { href: links.findingChecks(), label: 'By check' },
  { href: links.findings(), label: 'All findings' },
  { href: links.suppressions(), label: 'Suppressions' },
  { href: links.coverage(), label: 'Coverage' },
  { href: links.audits(), label: 'Audits' },
]

/** The pages of findings. */
export function FindingsTabs({ current }: { current: string }) {
  return <Tabs label="Findings" tabs={tabs} current={current} />
}
