'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#components/data/api.ts'
import { plural } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Account } from '#contract/accounts.ts'
import type { IncidentRulePreview, RuleDraft } from '#contract/incident-rules.ts'
import { severityWords } from '../words.ts'

const pauseMs = 400
const mostAnHour = 100

/** What a rule that is being written is about now, and what it would have opened lately. It follows the fields. */
export function RulePreview({ draft, id, accounts }: RulePreviewProps) {
  const { account, checks, minSeverity, types, groups, opens, mostPerHour, name } = draft
  const asked = useSettled({
    ...{ account, checks, minSeverity, types, groups, opens, mostPerHour },
    ...(name && { name }),
    ...(id && { id }),
  })
  const valid = Number.isInteger(asked.mostPerHour) && asked.mostPerHour >= 1 && asked.mostPerHour <= mostAnHour
  const { data, error } = useQuery({
    ...api.incidentRules.preview.queryOptions({ input: asked }),
    enabled: valid,
    placeholderData: keepPreviousData,
  })
  return (
    <section aria-label="What it would do" className="rounded-md bg-sunken px-3.5 py-3">
      {data ? (
        <Told preview={data} opens={asked.opens} accounts={accounts} />
      ) : (
        <p className="text-muted">{error ? `It cannot be told: ${error.message}` : 'Counting what it is about…'}</p>
      )}
    </section>
  )
}
type RulePreviewProps = { draft: RuleDraft; id: string | undefined; accounts: readonly Account[] }

function Told({
  preview,
  opens,
  accounts,
}: {
  preview: IncidentRulePreview
  opens: boolean
  accounts: readonly Account[]
}) {
  const { matches, examples, week } = preview
  const nameOf = (id: number) => accounts.find((one) => one.id === id)?.name ?? `account ${id}`
  return (
    <>
      <p className="font-medium">
        It is about {plural({ value: matches.count, capped: matches.capped }, 'finding')} that{' '}
        {matches.count === 1 && !matches.capped ? 'is' : 'are'} open now and will stay as{' '}
        {matches.count === 1 && !matches.capped ? 'it is' : 'they are'}.
      </p>
      {examples.length > 0 ? (
        <ul className="mt-1 flex flex-col gap-0.5">
          {examples.map(({ id, title, subject, severity, openedAt, account }) => (
            <li key={id} className="break-words text-muted">
              {severityWords[severity]}: {title} <span className="mono break-all">{subject}</span>
              {accounts.length > 1 ? ` in ${nameOf(account)}` : ''}, <RelativeTime at={openedAt} />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-2">{weekInWords(week, opens)}</p>
    </>
  )
}

/** What a rule would have done in the last days, as a sentence or two. */
function weekInWords(
  { days, findings, taken, incidents, shared, partly }: IncidentRulePreview['week'],
  opens: boolean,
) {
  const looked = partly ? ', of those that were looked at,' : ''
  const came = `In the last ${days} days${looked} ${plural(findings, 'finding')} came that it would have decided on`
  const does = !opens
    ? '; it opens no incident of its own'
    : findings === 0
      ? ''
      : `: it would have opened ${plural(incidents, 'incident')}, had none been open${
          shared > 0 ? `, ${shared} of them for all findings of a check` : ''
        }`
  const before = taken > 0 ? ` Of ${plural(taken, 'more finding')} a rule before it decides.` : ''
  return `${came}${does}.${before}`
}

/** A value once it has stood for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text)), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
