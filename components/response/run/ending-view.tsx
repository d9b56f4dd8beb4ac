import { OctagonAlert, TriangleAlert } from 'lucide-react'
import { cx } from '#components/ui/cx.ts'
import type { Difference } from '#contract/response.ts'
import { Differences } from '../act/changed.tsx'
import type { Ending } from './ending.ts'

const looks = {
  bad: 'border-bad bg-bad-soft text-bad',
  attention: 'border-attention bg-attention-soft text-attention',
  info: 'border-line-strong bg-info-soft text-muted',
}

/** Why it ended otherwise than it should have, with what changed when that is why, and what to do. */
export function EndingView({ ending, differences }: { ending: Ending; differences: readonly Difference[] | null }) {
  const Icon = ending.tone === 'bad' ? OctagonAlert : TriangleAlert
  return (
    <section aria-label="Why it ended" className={cx('flex gap-3 rounded-lg border px-4 py-3', looks[ending.tone])}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1 text-ink">
        <p className="font-semibold">{ending.title}</p>
        {ending.why ? <p className="break-words">{ending.why}</p> : null}
        {differences && differences.length > 0 ? (
          <div className="my-1 rounded-md bg-surface">
            <Differences of={differences} />
          </div>
        ) : null}
        {ending.next ? <p className="text-muted">{ending.next}</p> : null}
      </div>
    </section>
  )
}
