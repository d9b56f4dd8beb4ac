import { Age } from '#components/ui/time.tsx'
import type { CheckGroup } from '#contract/findings.ts'

// Time alone changes some answer every day.
const staleAfterMs = 86_400_000

/** When a check last judged, for the title of a list of what checks found. Nothing while they are on their way. */
export function Judged({ checks }: { checks: readonly CheckGroup[] | undefined }) {
  if (!checks) return null
  const at = checks.reduce<string | null>(
    (last, one) => (last && last > (one.judgedAt ?? '') ? last : one.judgedAt),
    null,
  )
  return <Age at={at} staleAfterMs={staleAfterMs} prefix="Judged" />
}
