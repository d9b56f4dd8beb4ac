/** A count that stopped counting at `value` when `capped` is set. */
export type Count = { value: number; capped?: boolean | undefined }

const grouped = new Intl.NumberFormat('en-US')

/** 12,345; "10,000+" when the count was capped. */
export function formatCount(count: number | Count) {
  if (typeof count === 'number') return grouped.format(count)
  return grouped.format(count.value) + (count.capped ? '+' : '')
}

/** "0%", "<1%", "37%"; never rounds something up to 100% or down to nothing. */
export function formatShare(part: number, whole: number) {
  if (whole <= 0) return '–'
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return '<1%'
  if (percent > 99 && percent < 100) return '>99%'
  return `${Math.round(percent)}%`
}

/** "1 thing", "2 things", "10,000+ things". */
export function plural(count: number | Count, one: string, many = `${one}s`) {
  const value = typeof count === 'number' ? count : count.value
  return `${formatCount(count)} ${value === 1 ? one : many}`
}
