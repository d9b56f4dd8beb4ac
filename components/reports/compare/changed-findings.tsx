import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { ReportComparison } from '#contract/reports.ts'
import { AnswerMark } from '../marks.tsx'

type Changed = ReportComparison['findings'][number]
type Item = Changed['opened'][number]

/** Which findings opened between two reports and which are open no longer, by check. */
export function ChangedFindings({ findings }: { findings: readonly Changed[] }) {
  return (
    <Panel title="Findings" note="By check, of the hundred items that a report keeps of each">
      {findings.length === 0 ? <p className="text-muted">The same findings are open in both.</p> : null}
      <ul className="flex flex-col divide-y divide-line">
        {findings.map(({ check, title, from, to, opened, resolved, cut }) => (
          <li key={check} className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">{title}</span>
              <span className="text-muted tabular-nums">
                {from ?? 'unknown'} → {to ?? 'unknown'}
              </span>
            </span>
            <Names word="Opened" items={opened} />
            <Names word="Open no longer" items={resolved} />
            {cut ? <span className="text-xs text-muted">There may be others: the registers hold all.</span> : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Names({ word, items }: { word: string; items: readonly Item[] }) {
  if (items.length === 0) return null
  return (
    <p className="[overflow-wrap:anywhere]">
      <span className="text-muted">
        {word} ({items.length}):
      </span>{' '}
      {items.map(({ name }) => name).join(', ')}
    </p>
  )
}

/** For which controls another word counts than before. */
export function ChangedAttestations({ attestations }: Pick<ReportComparison, 'attestations'>) {
  if (attestations.length === 0) return null
  return (
    <Panel title="Attestations" note="That count otherwise">
      <ul className="flex flex-col divide-y divide-line">
        {attestations.map(({ control, title, from, to }) => (
          <li key={control} className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0">
            <span className="font-medium">{title}</span>
            <Word of={from} none="Nobody vouched before" />
            <Word of={to} none="Nobody vouches any more" />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Word({ of, none }: { of: ReportComparison['attestations'][number]['from']; none: string }) {
  if (!of) return <span className="text-muted">{none}</span>
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <AnswerMark answer={of.answer} />
      <span className="text-muted">
        {of.owner.name}, <AbsoluteTime at={of.reviewedAt} precision="day" />
      </span>
    </span>
  )
}
