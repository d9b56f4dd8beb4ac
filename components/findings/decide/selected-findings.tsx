'use client'

import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { type Count, formatCount } from '#components/ui/format.ts'
import type { Selection } from '#components/ui/table/selection.ts'
import type { FindingFilters, FindingSelection } from '#contract/findings.ts'
import { useWhyNot } from './use-decide.ts'

const OwnerDialog = lazy(() => import('./owner-dialog.tsx').then((part) => ({ default: part.OwnerDialog })))
const SuppressDialog = lazy(() => import('./suppress-dialog.tsx').then((part) => ({ default: part.SuppressDialog })))

const mostToAssign = 10_000
const mostToSuppress = 1_000

/** What can be decided about a selection, which the server freezes with the count that is shown. */
export function SelectedFindings({ selection, matching, count, onDone }: SelectedFindingsProps) {
  const [asking, setAsking] = useState<'owner' | 'suppress' | null>(null)
  const notAllowed = useWhyNot()
  const many = selection.scope === 'matching'
  const value = many ? (count?.value ?? 0) : selection.ids.length
  const capped = many && (count?.capped ?? false)
  const frozen: FindingSelection = many ? { matching, seen: Math.max(1, value) } : { ids: [...selection.ids] }
  const about = `${formatCount({ value, capped })} ${value === 1 ? 'finding' : 'findings'}`
  const whyNot = (most: number) =>
    notAllowed ??
    (value === 0 ? 'Nothing is selected' : undefined) ??
    (capped || value > most ? `At most ${formatCount(most)} at once: narrow the filter` : undefined)
  const close = () => setAsking(null)
  return (
    <>
      <Button size="sm" variant="primary" disabledReason={whyNot(mostToAssign)} onClick={() => setAsking('owner')}>
        Assign {about}…
      </Button>
      <Button size="sm" disabledReason={whyNot(mostToSuppress)} onClick={() => setAsking('suppress')}>
        Suppress {about}…
      </Button>
      <Suspense fallback={null}>
        {asking === 'owner' ? <OwnerDialog about={about} selection={frozen} onClose={close} onDone={onDone} /> : null}
        {asking === 'suppress' ? (
          <SuppressDialog about={about} what={{ selection: frozen }} inAws={false} onClose={close} onDone={onDone} />
        ) : null}
      </Suspense>
    </>
  )
}
type SelectedFindingsProps = {
  selection: Selection
  matching: FindingFilters
  count: Count | undefined
  onDone: () => void
}
