'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Wrench } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { openAct } from '#components/response/act/act.ts'
import { useRights } from '#components/response/act/use-rights.ts'
import { Menu } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Finding } from '#contract/findings.ts'

/** What AWS can be told to do about a finding of an audit; each opens with its plan and what it would cut off. */
export function MitigateMenu({ finding: { id, account, subject } }: { finding: Finding }) {
  const queries = useQueryClient()
  const asked = api.audits.mitigations.queryOptions({ input: { id } })
  const { data } = useQuery(asked)
  const { whyNot } = useRights(account)
  if (!data || data.targets.length === 0 || data.choices.length === 0) return null
  // AWS names a finding anew with each audit, and forgets the name before: the plan takes the latest.
  async function plan(mitigation: string) {
    const latest = await queries.fetchQuery({ ...asked, staleTime: 0 }).catch(() => data)
    const names = latest?.targets ?? []
    if (names.length === 0) {
      toast({ tone: 'bad', title: 'No audit finds it any more', detail: 'There is nothing to apply this to.' })
      return
    }
    openAct({
      kind: 'plan',
      account,
      action: 'apply-mitigation',
      selection: { scope: 'named', names },
      options: { mitigation },
      seen: { count: names.length, name: subject },
    })
  }
  return (
    <Menu
      label="Mitigate in AWS"
      icon={<Wrench aria-hidden className="size-4" />}
      align="end"
      items={data.choices.map(({ action, about, whyNot: unfit }) => ({
        label: `${action}…`,
        hint: about,
        disabledReason: unfit ?? whyNot('apply-mitigation'),
        onSelect: () => void plan(action),
      }))}
    />
  )
}
