'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import type { Count } from '#components/ui/format.ts'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { actions } from '#contract/actions.ts'
import type { Selection } from '#contract/response.ts'
import { whyNotQuarantine } from '#contract/why-not.ts'
import { targetsInWords } from '../words.ts'
import { openAct, type PlanRequest } from './act.ts'
import { useRights } from './use-rights.ts'
import { whyNotAccounts } from './why-not.ts'

type Verb = { action: PlanRequest['action']; icon: ReactNode }

/** The verbs of a selection bar: the first as a button, the others in its menu, each with the exact number. */
export function SelectionVerbs({ verbs, chosen, more = [] }: SelectionVerbsProps) {
  const known = useQuery(api.accounts.list.queryOptions())
  // Where only one account is known, everything that matches is in it.
  const [only, another] = known.data ?? []
  const single = only && !another ? only.id : undefined
  const accounts = chosen.accounts === 'all' && single !== undefined ? new Set([single]) : chosen.accounts
  const account = accounts === 'all' ? undefined : [...accounts][0]
  const { whyNot, responder } = useRights(account)
  const { value, capped } = chosen.count
  const name = (action: PlanRequest['action']) =>
    `${actions[action].label} ${targetsInWords(actions[action].target, value, capped)}…`
  const why = (action: PlanRequest['action']) =>
    whyNotAccounts(accounts) ??
    whyNot(action) ??
    (action === 'quarantine-thing' && responder ? whyNotQuarantine(responder) : undefined)
  const begin = (action: PlanRequest['action']) => {
    if (account === undefined) return
    openAct({ kind: 'plan', account, action, selection: chosen.selection, seen: { count: value, capped } })
  }
  const [first, ...others] = verbs
  const items = others.map(
    ({ action, icon }): MenuItem => ({
      label: name(action),
      icon,
      danger: actions[action].final,
      disabledReason: why(action),
      onSelect: () => begin(action),
    }),
  )
  return (
    <>
      <Button
        size="sm"
        variant="primary"
        icon={first.icon}
        disabledReason={why(first.action)}
        onClick={() => begin(first.action)}
      >
        {name(first.action)}
      </Button>
      <Menu label="Respond" size="sm" align="end" items={[...items, ...more]} />
    </>
  )
}
type SelectionVerbsProps = {
  verbs: readonly [Verb, ...Verb[]]
  chosen: Chosen
  /** What the menu ends with: where else to look. */
  more?: readonly MenuItem[]
}
export type Chosen = {
  selection: Selection
  count: Count
  /** The accounts the rows are in; 'all' when a filter spans every account. */
  accounts: ReadonlySet<number> | 'all'
}
