import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { plural } from '#components/ui/format.ts'
import { Switch } from '#components/ui/switch.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ReportSchedule } from '#contract/reports.ts'
import { scopeInWords } from '../words.ts'
import { cronInWords } from './cron-words.ts'

type Acts = {
  whyNot: string | undefined
  changing: string | null
  nameOf: (id: number) => string
  onSwitch: (schedule: ReportSchedule) => void
  onChange: (schedule: ReportSchedule) => void
}

/** The columns of schedules. */
export function scheduleColumns({ whyNot, changing, nameOf, onSwitch, onChange }: Acts): Column<ReportSchedule>[] {
  return [
    {
      id: 'title',
      header: 'Report',
      className: 'w-[28%] min-w-44 max-w-0',
      cell: ({ title }) => <Cut>{title}</Cut>,
    },
    {
      id: 'when',
      header: 'When',
      always: true,
      cell: ({ cron }) => <span data-tip={`${cron}, in UTC`}>{cronInWords(cron)}</span>,
    },
    {
      id: 'next',
      header: 'Next',
      cell: ({ nextAt, enabled }) => <RelativeTime at={enabled ? nextAt : null} never="not planned" />,
    },
    {
      id: 'last',
      header: 'Last',
      className: 'max-w-56',
      cell: ({ lastAt, lastError }) =>
        lastError ? (
          <Status health="bad" tip={lastError}>
            Failed <RelativeTime at={lastAt} />
          </Status>
        ) : (
          <RelativeTime at={lastAt} never="not yet" />
        ),
    },
    {
      id: 'to',
      header: 'Sent to',
      className: 'w-[26%] min-w-44 max-w-0 truncate',
      cell: ({ recipients, deliver }) =>
        recipients.length === 0 ? (
          <span className="text-muted">nobody; it stands in the list</span>
        ) : (
          <span data-tip={recipients.join('\n')}>
            {recipients.length === 1 ? recipients[0] : plural(recipients.length, 'recipient')}
            <span className="text-muted">, as {deliver === 'link' ? 'a link' : 'an attachment'}</span>
          </span>
        ),
    },
    {
      id: 'scope',
      header: 'Scope',
      className: 'w-[16%] min-w-28 max-w-0 truncate',
      cell: ({ scope }) => scopeInWords(scope, nameOf),
    },
    {
      id: 'on',
      header: 'State',
      always: true,
      cell: (schedule) => (
        <span data-tip={whyNot}>
          <Switch
            aria-label={`${schedule.title} is made by itself`}
            checked={schedule.enabled}
            disabled={whyNot !== undefined || changing === schedule.id}
            onChange={() => onSwitch(schedule)}
          >
            {schedule.enabled ? 'On' : 'Off'}
          </Switch>
        </span>
      ),
    },
    {
      id: 'act',
      header: 'Change',
      align: 'end',
      always: true,
      cell: (schedule) => (
        <Button
          size="sm"
          aria-label={`Change ${schedule.title}`}
          disabledReason={whyNot}
          onClick={() => onChange(schedule)}
        >
          Change…
        </Button>
      ),
    },
  ]
}
