import { Stage } from '#components/shell/stage.tsx'
import { links } from '#contract/links.ts'

/** No page has this address. Its link is a plain one: every page would carry the code of another. */
export default function NotFound() {
  return (
    <Stage title="Nothing at this address">
      <p className="mb-4 text-muted">
        The address may be mistyped, or what it pointed to is no longer here. Search finds things by any part of their
        name.
      </p>
      <a
        href={links.overview()}
        className="inline-flex h-8 items-center rounded-md bg-accent-solid px-3 font-medium text-on-solid hover:bg-accent-solid-hover"
      >
        Go to the overview
      </a>
    </Stage>
  )
}
