const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** A few rhythms to begin with. */
export const rhythms = [
  { cron: '0 6 * * 1', label: 'Every Monday at 06:00' },
  { cron: '0 6 * * *', label: 'Every day at 06:00' },
  { cron: '0 6 1 * *', label: 'On the 1st of each month at 06:00' },
  { cron: '0 6 1 1,4,7,10 *', label: 'On the 1st of each quarter at 06:00' },
] as const

/**
 * Five fields in words, as far as people use them: times of day, weekdays, days of the month. Anything else is said as
 * it is written: the next runs beside it tell the rest.
 */
export function cronInWords(cron: string): string {
  const known = rhythms.find((one) => one.cron === cron.trim())
  if (known) return known.label
  const [minute, hour, day, month, weekday, ...more] = cron.trim().split(/\s+/)
  const at = timeOf(minute, hour)
  if (!at || !day || month !== '*' || !weekday || more.length > 0) return `As ${cron.trim()}`
  if (day === '*' && weekday === '*') return `Every day at ${at}`
  if (day === '*' && weekday === '1-5') return `Every weekday at ${at}`
  if (day === '*') {
    const days = numbersOf(weekday, 7)?.map((number) => weekdays[number % 7])
    return days ? `Every ${listed(days)} at ${at}` : `As ${cron.trim()}`
  }
  const days = weekday === '*' ? numbersOf(day, 31)?.map(ordinal) : undefined
  return days ? `On the ${listed(days)} of each month at ${at}` : `As ${cron.trim()}`
}

function timeOf(minute: string | undefined, hour: string | undefined) {
  if (!/^\d{1,2}$/.test(minute ?? '') || !/^\d{1,2}$/.test(hour ?? '')) return undefined
  return `${hour?.padStart(2, '0')}:${minute?.padStart(2, '0')}`
}

function numbersOf(field: string, largest: number) {
  if (!/^\d{1,2}(,\d{1,2})*$/.test(field)) return undefined
  const numbers = field.split(',').map(Number)
  return numbers.every((number) => number <= largest) ? numbers : undefined
}

const ordinal = (number: number) => `${number}${endings[ordinals.select(number)] ?? 'th'}`

const listed = (words: readonly (string | undefined)[]) =>
  new Intl.ListFormat('en').format(words.filter((word) => word !== undefined))
