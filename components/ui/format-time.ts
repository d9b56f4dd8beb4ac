const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** "3 min ago", "in 3 h 59 min", "just now". Rounded down, so that it never claims more than has passed, or than is left. */
export function formatRelative(atMs: number, nowMs: number) {
  const passed = nowMs - atMs
  // The clock of a page lags: what has just happened lies ahead of it.
  if (Math.abs(passed) < minuteMs) return 'just now'
  return passed < 0 ? `in ${timeLeft(-passed)}` : `${span(passed)} ago`
}

/** "3 h 59 min", "6 days 23 h", "3 months": what is left until then. Of hours and of a week's days the rest is said, too. */
function timeLeft(lengthMs: number) {
  const isDays = lengthMs >= 2 * dayMs
  const over = Math.floor(isDays ? (lengthMs % dayMs) / hourMs : (lengthMs % hourMs) / minuteMs)
  if (!over || lengthMs < hourMs || lengthMs >= 7 * dayMs) return span(lengthMs)
  return `${span(lengthMs)} ${over} ${isDays ? 'h' : 'min'}`
}

/** "45 s", "12 min", "5 h", "6 days", "14 months", "3 years": a length of time in its largest fitting unit. */
export function span(lengthMs: number) {
  if (lengthMs < minuteMs) return `${Math.floor(lengthMs / 1000)} s`
  if (lengthMs < hourMs) return `${Math.floor(lengthMs / minuteMs)} min`
  if (lengthMs < 2 * dayMs) return `${Math.floor(lengthMs / hourMs)} h`
  const days = Math.floor(lengthMs / dayMs)
  if (days <= 92) return `${days} days`
  // Two whole years are 731 days when neither leap day falls into them: 730 would read "1 years".
  if (days < 731) return `${Math.floor(days / 30.44)} months`
  return `${Math.floor(days / 365.25)} years`
}

/** "2025-11-20 04:52:10 UTC" or "… UTC+1": digits only, so that every locale's server and browser print the same. */
export function formatAbsolute(at: Date, zone: string, precision: 'day' | 'minute' | 'second' = 'second') {
  const part = partsOf(at, zone)
  const day = `${part.year}-${part.month}-${part.day}`
  if (precision === 'day') return day
  const clock = precision === 'minute' ? `${part.hour}:${part.minute}` : `${part.hour}:${part.minute}:${part.second}`
  return `${day} ${clock} ${zone === 'UTC' ? 'UTC' : (part.timeZoneName ?? '').replace('GMT', 'UTC')}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(at: Date, zone: string): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}
