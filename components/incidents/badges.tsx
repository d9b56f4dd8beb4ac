import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { confidenceInWords } from '#contract/confidence.ts'
import type { IncidentState, IncidentSummary } from '#contract/incidents.ts'
import { causeWords, stateWords } from './words.ts'

/** Where an incident stands, as a badge. */
export function StateBadge({ state }: { state: IncidentState }) {
  const { word, tone, icon, meaning } = stateWords[state]
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

const inks = { attention: 'text-attention', accent: 'text-accent', ok: 'text-ok' } as const

/** The quiet form, for table cells. */
export function StateMark({ state }: { state: IncidentState }) {
  const { word, tone, icon: Icon, meaning } = stateWords[state]
  const ink = tone in inks ? inks[tone as keyof typeof inks] : 'text-muted'
  return (
    <span data-tip={meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      {word}
    </span>
  )
}

/** The cause with how sure the rules are of it, in words. */
export function CauseMark({ of, short }: { of: Pick<IncidentSummary, 'cause' | 'confidence'>; short?: boolean }) {
  const { word, short: brief, icon: Icon, meaning } = causeWords[of.cause]
  const share =
    of.cause === 'undecided' || of.cause === 'finding'
      ? ''
      : ` ${Math.round(of.confidence * 100)}% of the evidence speaks for it.`
  return (
    <span data-tip={`${meaning}${share}`} className="inline-flex max-w-full items-center gap-1.5 align-middle">
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="truncate">{short ? brief : word}</span>
      {of.cause === 'undecided' || of.cause === 'finding' ? null : (
        <span className="shrink-0 whitespace-nowrap text-muted">{confidenceInWords(of)}</span>
      )}
    </span>
  )
}
