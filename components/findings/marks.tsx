import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { CheckState, FindingSource } from '#contract/findings.ts'
import { checkStateWords, sourceWords } from './words.ts'

/** What a check said, for table cells. */
export function CheckStateMark({ state, why }: { state: CheckState; why?: string | null }) {
  const { word, ink, icon: Icon, meaning } = checkStateWords[state]
  return (
    <span data-tip={why ?? meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      {word}
    </span>
  )
}

/** Who says so; several are several witnesses. */
export function Sources({ of }: { of: readonly FindingSource[] }) {
  return (
    <span className="inline-flex gap-1 whitespace-nowrap">
      {of.map((source) => (
        <Badge key={source} tip={sourceWords[source].meaning}>
          {sourceWords[source].word}
        </Badge>
      ))}
    </span>
  )
}
