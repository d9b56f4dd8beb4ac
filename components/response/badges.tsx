import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { TargetState } from '#contract/response.ts'
import { type Standing, type StateWord, standingOf, targetStateWords } from './words.ts'

/** What a run came to or stands at, as a badge. */
export function RunBadge({ run }: { run: Standing }) {
  return <WordBadge said={standingOf(run)} />
}

/** Where one target stands, as a badge. */
export function TargetBadge({ state }: { state: TargetState }) {
  return <WordBadge said={targetStateWords[state]} />
}

function WordBadge({ said: { word, tone, icon, meaning } }: { said: StateWord }) {
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

/** The quiet forms, for table cells and lists. */
export function RunMark({ run }: { run: Standing }) {
  return <WordMark said={standingOf(run)} />
}

export function TargetMark({ state }: { state: TargetState }) {
  return <WordMark said={targetStateWords[state]} />
}

const inks: Partial<Record<Tone, string>> = {
  ok: 'text-ok',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
  accent: 'text-accent',
}

/** A state as a word with its sign. */
export function WordMark({ said: { word, tone, icon: Icon, meaning } }: { said: StateWord }) {
  return (
    <span data-tip={meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', inks[tone] ?? 'text-muted')} />
      {word}
    </span>
  )
}
