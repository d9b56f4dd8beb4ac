import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { DeploymentHealth } from '#contract/deployments.ts'
import { deploymentHealthWords, type Said } from './words.ts'

const inks: Partial<Record<Tone, string>> = {
  ok: 'text-ok',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
  accent: 'text-accent',
}

/** How a deployment goes, as a badge. */
export function DeploymentBadge({ health }: { health: DeploymentHealth }) {
  const { word, tone, icon, meaning } = deploymentHealthWords[health]
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

/** The quiet form, for table cells. */
export function DeploymentMark({ health }: { health: DeploymentHealth }) {
  return <Mark {...deploymentHealthWords[health]} />
}

/** Any of these words in the quiet form. */
export function Mark({ word, tone, icon: Icon, meaning }: Said) {
  return (
    <span data-tip={meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', inks[tone] ?? 'text-muted')} />
      {word}
    </span>
  )
}
