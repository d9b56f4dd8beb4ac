import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ReportSummary } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { reportStates, scopeInWords } from '../words.ts'

type Needs = {
  nameOf: (id: number) => string
  titleOf: (framework: string) => string
  onRetry: (id: ReportSummary) => void
  whyNotRemove: (report: ReportSummary) => string | undefined
  onRemove: (report: ReportSummary) => void
}

/** The columns of reports. One that failed says why and can be asked for again. */
export function reportColumns({ nameOf, titleOf, ...verbs }: Needs): readonly Column<ReportSummary>[] {
  return [
    {
      id: 'title',
      header: 'Report',
      className: 'w-[34%] min-w-44 max-w-0',
      cell: ({ number, title }) => (
        <span className="flex min-w-0 gap-2">
          <span className="text-muted tabular-nums">#{number}</span>
          <Cut>{title}</Cut>
        </span>
      ),
    },
    {
      id: 'answers',
      header: 'Answers',
      className: 'max-w-60',
      cell: ({ answers, state, error }) =>
        state === 'failed' ? (
          <span className="block truncate text-muted" data-tip={error ?? undefined}>
            {error}
          </span>
        ) : (
          <AnswersBar counts={answers} />
        ),
    },
    { id: 'state', header: 'State', always: true, cell: (report) => <ReportState report={report} {...verbs} /> },
    { id: 'asOf', header: 'As of', cell: ({ asOf }) => <RelativeTime at={asOf} /> },
    {
      id: 'scope',
      header: 'Scope',
      className: 'max-w-40',
      cell: ({ scope, framework }) => {
        const words = `${scopeInWords(scope, nameOf)}${framework ? `; ${titleOf(framework)}` : ''}`
        return <Cut>{words}</Cut>
      },
    },
    {
      id: 'by',
      header: 'Made by',
      className: 'max-w-32 truncate',
      cell: ({ by, schedule }) => (schedule === null ? by : <Badge tip={`Set up by ${by}`}>Schedule</Badge>),
    },
    {
      id: 'hash',
      header: 'Seal',
      tip: 'SHA-256 of the sealed bundle',
      cell: ({ sha256 }) =>
        sha256 ? (
          <span className="mono" data-tip={sha256}>
            {sha256.slice(0, 8)}
          </span>
        ) : (
          <span className="text-faint">–</span>
        ),
    },
  ]
}

type StateProps = { report: ReportSummary } & Pick<Needs, 'onRetry' | 'whyNotRemove' | 'onRemove'>

function ReportState({ report, onRetry, whyNotRemove, onRemove }: StateProps) {
  const { number, state, progress } = report
  if (state === 'ready') return <Badge tone="ok">{reportStates.ready}</Badge>
  if (state === 'failed')
    return (
      <span className="inline-flex items-center gap-2">
        <Badge tone="bad">{reportStates.failed}</Badge>
        <Button size="sm" aria-label={`Make report ${number} again`} onClick={() => onRetry(report)}>
          Try again
        </Button>
        <Button
          size="sm"
          aria-label={`Dismiss report ${number}`}
          disabledReason={whyNotRemove(report)}
          onClick={() => onRemove(report)}
        >
          Dismiss
        </Button>
      </span>
    )
  return (
    <span className="inline-flex items-center gap-2">
      <span className="inline-flex w-36 flex-col gap-1">
        <span className="text-xs text-muted">{reportStates[state]}</span>
        <ProgressBar label={`Report ${number}`} value={progress === null ? null : progress * 100} />
      </span>
      {state === 'wanted' ? (
        <Button
          size="sm"
          aria-label={`Cancel report ${number}`}
          disabledReason={whyNotRemove(report)}
          onClick={() => onRemove(report)}
        >
          Cancel
        </Button>
      ) : null}
    </span>
  )
}
