import { OctagonPause } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'

/** Said on every page of the subject while the global switch is on. */
export function ReadOnlyNotice() {
  return (
    <div role="status" className="flex items-center gap-3 rounded-lg border border-bad bg-bad-soft px-4 py-2.5">
      <OctagonPause aria-hidden className="size-4 shrink-0 text-bad" />
      <p className="min-w-0 flex-1">
        <span className="font-semibold text-bad">Everything is read-only.</span> No action is started, not even an undo.
        An admin lifts it under{' '}
        <Link href={links.responseSettings()} className="font-medium underline">
          Settings, Response
        </Link>
        .
      </p>
    </div>
  )
}
