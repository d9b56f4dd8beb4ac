import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

const tabs = [
  { href: links.reports(), label: 'Reports' },
  { href: links.controls(), label: 'Controls' },
  { href: links.scorecards(), label: 'Scorecards' },
  { href: links.reportSchedules(), label: 'Schedules' },
]

/** The pages of reports. */
export function ReportsTabs({ current }: { current: string }) {
  return <Tabs label="Reports" tabs={tabs} current={current} />
}
