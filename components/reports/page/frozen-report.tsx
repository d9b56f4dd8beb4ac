'use client'

import { afterPaint } from '#components/ui/after-paint.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Report } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { DownloadsPanel } from './downloads-panel.tsx'
import { SealPanel } from './seal-panel.tsx'
import { Summary } from './summary.tsx'

const FrozenControls = afterPaint(
  () => import('./frozen-controls.tsx').then((part) => part.FrozenControls),
  <Panel title="Controls" loading />,
)
const RegistersPanel = afterPaint(
  () => import('./registers-panel.tsx').then((part) => part.RegistersPanel),
  <Panel title="Registers" loading />,
)
const FactsPanel = afterPaint(
  () => import('./facts-panel.tsx').then((part) => part.FactsPanel),
  <Panel title="How old the facts were" loading />,
)
const RetentionFrozen = afterPaint(
  () => import('./retention-frozen.tsx').then((part) => part.RetentionFrozen),
  <Panel title="How long data was kept" loading />,
)

/** What a report froze, the summary first. */
export function FrozenReport({ report }: { report: Report }) {
  const { answers, notes } = report
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Summary">
            <div className="flex flex-col gap-4">
              <AnswersBar wide counts={answers} />
              <Summary report={report} />
            </div>
          </Panel>
          {notes.length > 0 ? (
            <Panel title="What it does not say">
              <ul className="flex list-disc flex-col gap-1 pl-4">
                {notes.map((note) => (
                  <li key={note} className="text-pretty">
                    {note}
                  </li>
                ))}
              </ul>
            </Panel>
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <DownloadsPanel report={report} />
          <SealPanel report={report} />
        </div>
      </div>
      <FrozenControls report={report} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <RegistersPanel report={report} />
        <div className="flex min-w-0 flex-col gap-4">
          <FactsPanel report={report} />
          <RetentionFrozen report={report} />
        </div>
      </div>
    </div>
  )
}
