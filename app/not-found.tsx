import { Stage } from '#components/shell/stage.tsx'
import { LinkButton } from '#components/ui/button.tsx'

/** No page has this address. */
export default function NotFound() {
  return (
    <Stage title="Nothing at this address">
      <p className="mb-4 text-muted">
        The address may be mistyped, or what it pointed to is no longer here. Search finds things by any part of their
        name.
      </p>
      <LinkButton href="/" variant="primary">
        Go to the overview
      </LinkButton>
    </Stage>
  )
}
