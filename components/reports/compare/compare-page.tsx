'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { parseAsString } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { ReportComparison, ReportSummary } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { useAccountNames } from '../list/use-account-names.ts'
import { scopeInWords } from '../words.ts'
import { ChangedControls } from './changed-controls.tsx'
import { ChangedAttestations, ChangedFindings } from './changed-findings.tsx'
import { ChangedRegisters } from './changed-registers.tsx'
import { ChooseTwo } from './choose-two.tsx'

const address = { a: parseAsString, b: parseAsString }
const breadcrumbs = [{ label: 'Reports', href: links.reports() }]

/** What changed from report `a` to report `b` of the address. */
export function ComparePage() {
  const [{ a, b }] = useAddress(address)
  const query = useQuery({
    ...api.reports.compare.queryOptions({ input: { id: b ?? '', with: a ?? '' } }),
    enabled: Boolean(a && b),
  })
  const failed = failureOf(query, 'The comparison')
  return (
    <>
      <PageHeader title="Two reports compared" breadcrumbs={breadcrumbs}>
        {query.data ? `From report ${query.data.from.number} to report ${query.data.to.number}` : null}
      </PageHeader>
      {failed && query.data ? <LastGoodNotice failed={failed} /> : null}
      {query.data ? (
        <Compared comparison={query.data} />
      ) : failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : a && b ? (
        <SkeletonLines lines={8} />
      ) : (
        <ChooseTwo />
      )}
    </>
  )
}

function Compared({ comparison }: { comparison: ReportComparison }) {
  const { from, to, controls } = comparison
  const all = to.answers.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <Side title="From" report={from} />
        <Side title="To" report={to} />
      </div>
      <Unlike from={from} to={to} />
      <ChangedControls controls={controls} same={all - controls.filter((one) => one.to !== null).length} />
      <ChangedFindings findings={comparison.findings} />
      <ChangedAttestations attestations={comparison.attestations} />
      <ChangedRegisters registers={comparison.registers} />
    </div>
  )
}

function Side({ title, report: { id, number, title: name, asOf, scope, answers } }: SideProps) {
  const nameOf = useAccountNames()
  return (
    <Panel title={title}>
      <p>
        <Link href={links.report(id)} className="font-medium text-accent hover:underline">
          Report {number}: {name}
        </Link>
      </p>
      <p className="mb-3 text-muted">
        {scopeInWords(scope, nameOf)}, as of <AbsoluteTime at={asOf} />
      </p>
      <AnswersBar wide counts={answers} />
    </Panel>
  )
}
type SideProps = { title: string; report: ReportSummary }

/** A warning where two reports are not about the same: then numbers differ for that reason, too. */
function Unlike({ from, to }: { from: ReportSummary; to: ReportSummary }) {
  const scopeOf = ({ scope }: ReportSummary) =>
    JSON.stringify([[...scope.accounts].sort((one, other) => one - other), [...scope.groups].sort()])
  const differ = [
    ...(scopeOf(from) === scopeOf(to) ? [] : ['scope']),
    ...(from.framework === to.framework ? [] : ['choice of controls']),
  ]
  if (differ.length === 0) return null
  return (
    <p role="note" className="rounded-md bg-attention-soft px-3 py-1.5 text-xs text-attention">
      They differ in {differ.join(' and ')}, so not every difference below is a change of the fleet.
    </p>
  )
}
