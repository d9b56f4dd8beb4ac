import { Zap } from 'lucide-react'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'

/** Nothing was ever done: where actions begin. */
export function RunsEmpty() {
  return (
    <EmptyState
      title="Nothing has been done yet"
      icon={Zap}
      action={
        <>
          <LinkButton href={links.fleet()}>Go to the inventory</LinkButton>
          <LinkButton href={links.credentials()}>Go to the credentials</LinkButton>
        </>
      }
    >
      Actions begin where you see what they concern: on the page of a thing or certificate, or with rows you select in a
      list. Each shows its plan before it changes anything, and is followed here until it is proved.
    </EmptyState>
  )
}
