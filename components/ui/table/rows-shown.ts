import { type Count, formatCount } from '../format.ts'

/**
 * "100 of 2,141 certificates", "1 thing", "0 things": how many rows are shown, out of how many where that is known.
 * Where it is not, a page of several never reads like the whole: "First 100 devices", then "100 devices on this page".
 */
export function rowsShown(shown: number, total: Count | undefined, noun: string, beside: Beside = {}) {
  if (total && formatCount(total) !== '0') {
    const only = shown === 1 && formatCount(total) === '1'
    return `${formatCount(shown)} of ${formatCount(total)} ${only ? singular(noun) : noun}`
  }
  const rows = `${formatCount(shown)} ${shown === 1 ? singular(noun) : noun}`
  if (beside.before) return `${rows} on this page`
  return beside.after ? `First ${rows}` : rows
}

/** Whether there are pages before and after the one shown. */
type Beside = { before?: boolean; after?: boolean }

const singular = (noun: string) => noun.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')
