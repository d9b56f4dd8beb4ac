import { PageHeader } from '#components/shell/page-header.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'

/** What an address of the console points to was never seen, or its account is not watched; the shell stays. */
export default function NotFound() {
  return (
    <>
      <PageHeader title="Nothing at this address" />
      <EmptyState
        title="It was never seen here"
        action={<LinkButton href={links.overview()}>Go to the overview</LinkButton>}
      >
        The address may be mistyped. Search finds things, certificates and policies by any part of their name.
      </EmptyState>
    </>
  )
}
