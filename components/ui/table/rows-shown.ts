import { type Count, formatCount } from '../format.ts'

/** "100 of 2,141 certificates", "1 thing", "0 things": how many rows are shown, out of how many where that is known. */
export function rowsShown(shown: number, total: Count | undefined, noun: string) {
  const only = shown === 1 && (!total || formatCount(total) === '1')
  return `${formatCount(shown)} ${total && formatCount(total) !== '0' ? `of ${formatCount(total)} ` : ''}${only ? singular(noun) : noun}`
}

const singular = (noun: string) => noun.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')
