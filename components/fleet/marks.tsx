import { Badge, HealthBadge, Status } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { CredentialHealth, Presence } from '#contract/health.ts'
import { healthWords, presenceWords } from './words.ts'

/** Whether it is connected and since when, in the quiet form of table cells. */
export function PresenceMark({ presence, since }: { presence: Presence; since: string | null }) {
  const { word, ink, icon: Icon, meaning } = presenceWords[presence]
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      <span data-tip={meaning}>{word}</span>
      {since ? <RelativeTime at={since} className="text-xs text-muted" /> : null}
    </span>
  )
}

/** The same as a badge. */
export function PresenceBadge({ presence }: { presence: Presence }) {
  const { word, tone, icon, meaning } = presenceWords[presence]
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

/** Credential health in the quiet form of table cells. */
export function CredentialMark({ health }: { health: CredentialHealth }) {
  const said = healthWords[health]
  return (
    <Status health={said.health} tip={said.meaning}>
      {said.word}
    </Status>
  )
}

/** Credential health as a badge; "Credential expired" where the word alone would not say of what. */
export function CredentialBadge({ health }: { health: CredentialHealth }) {
  const said = healthWords[health]
  return (
    <HealthBadge health={said.health} tip={said.meaning}>
      {health === 'none' ? said.word : `Credential ${said.word.toLowerCase()}`}
    </HealthBadge>
  )
}
