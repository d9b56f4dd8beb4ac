import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { DeploymentHealth, DeploymentSummary } from '#contract/deployments.ts'
import { deploymentHealthWords, type Said, waitingWords } from './words.ts'

const inks: Partial<Record<Tone, string>> = {
  ok: 'text-ok',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
  accent: 'text-accent',
}

/** How a deployment goes, as a badge. */
export function DeploymentBadge({ health, window }: Standing) {
  const { word, tone, icon, meaning } = wordsOf({ health, window })
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

/** The quiet form, for table cells. */
export function DeploymentMark(standing: Standing) {
  const said = wordsOf(standing)
  return <Mark {...said} word={said === waitingWords ? 'Waiting (window)' : said.word} />
}

/** `window`: its maintenance window, while that is closed. */
type Standing = { health: DeploymentHealth; window?: DeploymentSummary['window'] }
const wordsOf = ({ health, window }: Standing): Said =>
  window && (health === 'running' || health === 'scheduled') ? waitingWords : deploymentHealthWords[health]

/** Any of these words in the quiet form. */
export function Mark({ word, tone, icon: Icon, meaning }: Said) {
  return (
    <span data-tip={meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', inks[tone] ?? 'text-muted')} />
      {word}
    </span>
  )
}
