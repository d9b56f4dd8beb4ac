import { cx } from './cx.ts'

/** How far something has come, out of `max`; `value` null means under way with no end in sight. `label` names it. */
export function ProgressBar({ label, value, max = 100, tone = 'accent' }: ProgressBarProps) {
  return (
    <progress
      aria-label={label}
      {...(value === null ? {} : { value: Math.min(value, max) })}
      max={max}
      className={cx('meter', tone === 'ok' && 'text-ok', tone === 'bad' && 'text-bad')}
    />
  )
}
type ProgressBarProps = { label: string; value: number | null; max?: number; tone?: 'accent' | 'ok' | 'bad' }
