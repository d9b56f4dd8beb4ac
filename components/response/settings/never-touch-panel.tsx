'use client'

import { useQuery } from '@tanstack/react-query'
import { ShieldCheck, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { toast } from '#components/ui/toast.ts'
import { links } from '#contract/links.ts'
import type { Guards, NeverTouchRule } from '#contract/response-settings.ts'
import { NeverTouchDialog } from './never-touch-dialog.tsx'
import { coveredBy, filterFor, ruleKey } from './never-touch-words.ts'
import { useChangeGuards } from './use-guards.ts'

/** Devices that no action touches, whoever asks. A rule holds from the moment it is here. */
export function NeverTouchPanel({ guards, whyNot }: { guards: Guards; whyNot: string | undefined }) {
  const [adding, setAdding] = useState(false)
  const columns = useRuleColumns(whyNot)
  const add = (
    <Button size="sm" disabledReason={whyNot} onClick={() => setAdding(true)}>
      Add rule…
    </Button>
  )
  return (
    <Panel title="Never touched" note="By name, group or attribute, in every account" flush actions={add}>
      <DataTable
        tall
        label="Never touched"
        noun="rules"
        columns={columns}
        rows={guards.neverTouch}
        rowId={ruleKey}
        empty={
          <EmptyState title="Every device can be acted on" icon={ShieldCheck} action={add}>
            A rule keeps devices out of every plan: those that people depend on for their safety, or that cannot be
            reached again once they are cut off.
          </EmptyState>
        }
      />
      <NeverTouchDialog open={adding} taken={guards.neverTouch} onClose={() => setAdding(false)} />
    </Panel>
  )
}

function useRuleColumns(whyNot: string | undefined): Column<NeverTouchRule>[] {
  const { mutate, isPending } = useChangeGuards()
  return useMemo(
    () => [
      { id: 'rule', header: 'What', always: true, className: 'max-w-80 truncate', cell: (rule) => coveredBy(rule) },
      { id: 'covers', header: 'Covers', cell: (rule) => <Covers rule={rule} /> },
      {
        id: 'why',
        header: 'Why',
        className: 'max-w-96 truncate',
        cell: ({ why }) => <span data-tip={why}>{why}</span>,
      },
      {
        id: 'act',
        header: 'Remove',
        align: 'end',
        always: true,
        cell: (rule) => (
          <IconButton
            size="sm"
            label={`Remove: ${coveredBy(rule)}`}
            busy={isPending}
            disabledReason={whyNot}
            icon={<Trash2 aria-hidden className="size-3.5" />}
            onClick={() =>
              mutate(
                without(rule),
                outcomes(rule, () => mutate(having(rule))),
              )
            }
          />
        ),
      },
    ],
    [mutate, isPending, whyNot],
  )
}

const without = (rule: NeverTouchRule) => (inForce: Guards) => ({
  ...inForce,
  neverTouch: inForce.neverTouch.filter((one) => ruleKey(one) !== ruleKey(rule)),
})
const having = (rule: NeverTouchRule) => (inForce: Guards) => {
  const { neverTouch } = without(rule)(inForce)
  return { ...inForce, neverTouch: [...neverTouch, rule] }
}
const outcomes = (rule: NeverTouchRule, undo: () => void) => ({
  onSuccess: () =>
    void toast({
      tone: 'ok',
      title: `${coveredBy(rule)} can be acted on again`,
      action: { label: 'Undo', run: undo },
    }),
  onError: (error: Error) => void toast({ tone: 'bad', title: 'The rule was not removed', detail: error.message }),
})

const bounds = { exact: '', most: 'at most ', least: 'at least ' }

/** How many things of the inventory a rule covers now; nothing when that cannot be told cheaply. */
function Covers({ rule }: { rule: NeverTouchRule }) {
  const found = filterFor(rule)
  const count = useQuery({
    ...api.things.count.queryOptions({ input: found?.filter ?? {} }),
    enabled: found !== undefined,
  })
  if (!found || count.isError) return <span className="text-faint">not counted</span>
  if (!count.data) return <span className="text-faint">counting</span>
  const words = plural({ value: count.data.count, capped: count.data.capped }, 'thing')
  return (
    <Link href={links.fleet(found.filter)} className="hover:underline">
      {bounds[found.is]}
      {words}
    </Link>
  )
}
