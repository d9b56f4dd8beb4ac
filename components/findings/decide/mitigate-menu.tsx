'use client'

import { useQuery } from '@tanstack/react-query'
import { Wrench } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { openAct } from '#components/response/act/act.ts'
import { useRights } from '#components/response/act/use-rights.ts'
import { Menu } from '#components/ui/menu.tsx'
import type { Finding } from '#contract/findings.ts'

/** What AWS can be told to do about a finding of an audit; each opens with its plan and what it would cut off. */
export function MitigateMenu({ finding: { id, account, subject } }: { finding: Finding }) {
  const { data } = useQuery(api.audits.mitigations.queryOptions({ input: { id } }))
  const { whyNot } = useRights(account)
  if (!data || data.targets.length === 0 || data.choices.length === 0) return null
  const { targets, choices } = data
  return (
    <Menu
      label="Mitigate in AWS"
      icon={<Wrench aria-hidden className="size-4" />}
      align="end"
      items={choices.map(({ action, about, whyNot: unfit }) => ({
        label: `${action}…`,
        hint: about,
        disabledReason: unfit ?? whyNot('apply-mitigation'),
        onSelect: () =>
          openAct({
            kind: 'plan',
            account,
            action: 'apply-mitigation',
            selection: { scope: 'named', names: targets },
            options: { mitigation: action },
            seen: { count: targets.length, name: subject },
          }),
      }))}
    />
  )
}
