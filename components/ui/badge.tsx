import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Info,
  type LucideIcon,
  OctagonAlert,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
export type Health = 'ok' | 'attention' | 'bad' | 'unknown'
export type Tone = Severity | Health | 'neutral' | 'accent'

const tones: Record<Tone, string> = {
  critical: 'bg-critical-soft text-critical',
  high: 'bg-high-soft text-high',
  medium: 'bg-medium-soft text-medium',
  low: 'bg-low-soft text-low',
  info: 'bg-info-soft text-info',
  ok: 'bg-ok-soft text-ok',
  attention: 'bg-attention-soft text-attention',
  bad: 'bg-bad-soft text-bad',
  unknown: 'border border-dashed border-edge bg-surface text-unknown',
  neutral: 'bg-info-soft text-muted',
  accent: 'bg-accent-soft text-accent',
}

const severities: Record<Severity, { word: string; icon: LucideIcon }> = {
  critical: { word: 'Critical', icon: OctagonAlert },
  high: { word: 'High', icon: ShieldAlert },
  medium: { word: 'Medium', icon: TriangleAlert },
  low: { word: 'Low', icon: CircleAlert },
  info: { word: 'Info', icon: Info },
}

const healths: Record<Health, { word: string; icon: LucideIcon }> = {
  ok: { word: 'OK', icon: CircleCheck },
  attention: { word: 'Attention', icon: TriangleAlert },
  bad: { word: 'Bad', icon: OctagonAlert },
  unknown: { word: 'Unknown', icon: CircleHelp },
}

/** A short word on a tinted ground. Give `icon` whenever the tone carries meaning. */
export function Badge({ tone = 'neutral', icon: Icon, children, tip }: BadgeProps) {
  return (
    <span
      data-tip={tip}
      className={cx(
        'inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap max-sm:h-auto max-sm:min-h-5 max-sm:whitespace-normal',
        tones[tone],
      )}
    >
      {Icon ? <Icon aria-hidden className="size-3 shrink-0" /> : null}
      <span className="truncate max-sm:whitespace-normal">{children}</span>
    </span>
  )
}
type BadgeProps = {
  tone?: Tone | undefined
  icon?: LucideIcon | undefined
  tip?: string | undefined
  children: ReactNode
}

/** The one severity scale: colour, icon and word together. */
export function SeverityBadge({ severity, children }: { severity: Severity; children?: ReactNode }) {
  const { word, icon } = severities[severity]
  return (
    <Badge tone={severity} icon={icon}>
      {children ?? word}
    </Badge>
  )
}

/** A health with its icon and a word; `children` replaces the word ("Expires in 6 days"). */
export function HealthBadge({ health, children, tip }: { health: Health; children?: ReactNode; tip?: string }) {
  const { word, icon } = healths[health]
  return (
    <Badge tone={health} icon={icon} tip={tip}>
      {children ?? word}
    </Badge>
  )
}

const statusInk: Record<Health, string> = {
  ok: 'text-ok',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
}

/** The quiet form of HealthBadge for table cells: coloured icon, word in ink, no ground. */
export function Status({ health, children, tip }: { health: Health; children?: ReactNode; tip?: string }) {
  const { word, icon: Icon } = healths[health]
  return (
    <span data-tip={tip} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', statusInk[health])} />
      {children ?? word}
    </span>
  )
}
