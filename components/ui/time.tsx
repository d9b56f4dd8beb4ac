'use client'

import { cx } from './cx.ts'
import { formatAbsolute, formatRelative } from './format-time.ts'
import { usePreferences } from './preferences-provider.tsx'
import { useNow } from './use-now.ts'

/** "3 min ago" with the absolute time in the chosen zone and in UTC as its tip. `at` is ISO 8601; null says "never". */
export function RelativeTime({ at, never = 'never', className }: RelativeTimeProps) {
  const now = useNow()
  const { zone, clock } = usePreferences()
  if (!at) return <span className={cx('text-faint', className)}>{never}</span>
  const date = new Date(at)
  return (
    <time
      dateTime={date.toISOString()}
      data-tip={tipFor(date, clock === 'utc' ? 'UTC' : zone)}
      className={cx('whitespace-nowrap', className)}
    >
      {formatRelative(date.getTime(), now)}
    </time>
  )
}
type RelativeTimeProps = { at: string | null | undefined; never?: string; className?: string }

/** "2025-11-20 05:52 UTC+1" in the chosen zone, with the relative time as its tip. */
export function AbsoluteTime({ at, precision = 'minute', never = 'never' }: AbsoluteTimeProps) {
  const now = useNow()
  const { zone, clock } = usePreferences()
  if (!at) return <span className="text-faint">{never}</span>
  const date = new Date(at)
  return (
    <time
      dateTime={date.toISOString()}
      data-tip={formatRelative(date.getTime(), now)}
      className="mono whitespace-nowrap"
    >
      {formatAbsolute(date, clock === 'utc' ? 'UTC' : zone, precision)}
    </time>
  )
}
type AbsoluteTimeProps = { at: string | null | undefined; precision?: 'day' | 'minute' | 'second'; never?: string }

/**
 * How old something shown is: "3 min ago", in the attention colour once older than `staleAfterMs`, "age unknown"
 * when it has never been seen. `prefix` e.g. "Synced"; `brief` leaves it to be read aloud where there is no room for it.
 */
export function Age({ at, staleAfterMs, prefix, brief }: AgeProps) {
  const now = useNow()
  if (!at) return <span className="text-xs text-unknown">{prefix ? `${prefix}: never` : 'Age unknown'}</span>
  const stale = staleAfterMs !== undefined && now - Date.parse(at) > staleAfterMs
  return (
    <span className={cx('text-xs whitespace-nowrap', stale ? 'font-medium text-attention' : 'text-faint')}>
      {prefix ? <span className={cx(brief && 'max-sm:sr-only')}>{prefix} </span> : null}
      <RelativeTime at={at} />
      {stale ? ', stale' : null}
    </span>
  )
}
type AgeProps = {
  at: string | null | undefined
  staleAfterMs?: number | undefined
  prefix?: string | undefined
  brief?: boolean
}

function tipFor(date: Date, zone: string) {
  const utc = formatAbsolute(date, 'UTC')
  return zone === 'UTC' ? utc : `${formatAbsolute(date, zone)}\n${utc}`
}
