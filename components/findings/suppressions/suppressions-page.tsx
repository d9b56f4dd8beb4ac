'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { Suppression } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingsTabs } from '../findings-tabs.tsx'
import { SuppressionVerbs } from './decide-suppression.tsx'
import { inAwsWords, scopeInWords, suppressionStates } from './suppression-words.ts'

const states = Object.keys(suppressionStates) as Suppression['state'][]
const suppressionList = defineList('suppressions', { filters: { state: parseAsStringLiteral(states) }, sorts: [] })
const fields = [
  {
    id: 'state',
    label: 'State',
    options: states.map((value) => ({ value, label: suppressionStates[value].word })),
  },
]

/** Every decision to hide findings: what, why, by whom, until when, and how much it hides now. */
export function SuppressionsPage() {
  const list = useList(suppressionList)
  const checks = useQuery(api.findings.checks.queryOptions({ input: {} }))
  const { state, cursor } = list.input
  const columns = useMemo(() => {
    const titles = new Map(checks.data?.map(({ check, title }) => [check, title]))
    return columnsWith((check) => titles.get(check) ?? check)
  }, [checks.data])
  return (
    <ListPage
      title="Findings"
      about="Decisions to hide findings for a time. Each has a reason, an owner and an end."
      path={links.suppressions()}
      above={<FindingsTabs current={links.suppressions()} />}
      fields={fields}
      tall
      list={list}
      page={useRows(
        api.findings.suppressions.queryOptions({ input: { ...(state && { state }), ...(cursor && { cursor }) } }),
      )}
      label="Suppressions"
      noun="suppressions"
      what="The suppressions"
      columns={columns}
      rowId={({ id }) => id}
      noMatch="No suppression matches"
      empty={
        <EmptyState
          title="Nothing is suppressed"
          action={<LinkButton href={links.findings()}>See all findings</LinkButton>}
        >
          A finding that is known and accepted can be hidden for a time from its page, or many at once from the list.
        </EmptyState>
      }
    />
  )
}

const columnsWith = (titleOf: (check: string) => string): readonly Column<Suppression>[] => [
  {
    id: 'what',
    header: 'What it hides',
    className: 'w-[28%] min-w-48 max-w-0',
    cell: ({ scope }) => {
      const words = scopeInWords(scope, titleOf)
      return <Cut>{words}</Cut>
    },
  },
  {
    id: 'state',
    header: 'State',
    always: true,
    cell: ({ state }) => <Badge tone={suppressionStates[state].tone}>{suppressionStates[state].word}</Badge>,
  },
  {
    id: 'hides',
    header: 'Hides now',
    align: 'end',
    cell: ({ hides }) => <span className="tabular-nums">{formatCount(hides)}</span>,
  },
  {
    id: 'why',
    header: 'Why',
    className: 'w-[20%] min-w-32 max-w-0',
    cell: ({ why }) => <Cut>{why}</Cut>,
  },
  { id: 'owner', header: 'Owner', className: 'max-w-36 truncate', cell: ({ owner }) => owner.name },
  {
    id: 'expires',
    header: 'Until',
    // The day that was chosen: of what is left, the days that are begun would be lost.
    cell: ({ expiresAt }) => <AbsoluteTime at={expiresAt} precision="day" never="without an end" />,
  },
  {
    id: 'by',
    header: 'Asked by',
    className: 'w-[16%] min-w-32 max-w-0',
    cell: ({ by, at, approvedBy }) => (
      <span className="block truncate">
        {by.name}, <RelativeTime at={at} />
        {approvedBy ? <span className="text-muted">; approved by {approvedBy.name}</span> : null}
      </span>
    ),
  },
  {
    id: 'aws',
    header: 'In AWS',
    cell: ({ inAws, awsError }) => (
      <span data-tip={awsError ?? undefined} className={inAws === 'failed' ? 'text-bad' : 'text-muted'}>
        {inAwsWords[inAws]}
      </span>
    ),
  },
  {
    id: 'account',
    header: 'Account',
    hidden: true,
    cell: ({ scope }) => (scope.account === null ? 'All' : <AccountName id={scope.account} />),
  },
  {
    id: 'verbs',
    header: 'Decide',
    always: true,
    cell: (suppression) => (
      <SuppressionVerbs suppression={suppression} about={scopeInWords(suppression.scope, titleOf)} />
    ),
  },
]
