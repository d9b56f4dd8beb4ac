import type { ChartData } from '#components/ui/chart/chart.ts'
import { plural } from '#components/ui/format.ts'
import type { ResponseOverview } from '#contract/response.ts'
import { duration } from '../words.ts'

type Measured = Pick<ResponseOverview, 'containment' | 'containmentLimitS'>

/** A bar for each contained run, oldest first, against the limit; `onPick` gets the run's id. */
export function containmentChart(
  { containment, containmentLimitS }: Measured,
  onPick: (run: string) => void,
): ChartData {
  return {
    kind: 'bar',
    series: [{ id: 'seconds', label: 'Time to contain', ink: 2 }],
    points: containment.map(({ number, seconds, undone }) => ({
      label: undone ? `#${number}, undone` : `#${number}`,
      values: { seconds },
    })),
    format: duration,
    tick: (seconds) => (containmentLimitS < 120 ? `${seconds} s` : `${Number((seconds / 60).toFixed(1))} min`),
    limit: { value: containmentLimitS, label: `Limit ${duration(containmentLimitS)}` },
    onPick: (at) => {
      const point = containment[at]
      if (point) onPick(point.run)
    },
  }
}

/** The same in a few words, for beside the title. */
export function containmentInShort({ containment, containmentLimitS }: Measured): string {
  const { over, middle } = weighed({ containment, containmentLimitS })
  const undone = containment.filter((one) => one.undone).length
  return `Half of the contained took ${duration(middle)} or less; ${over} of ${containment.length} longer than ${duration(containmentLimitS)}${undone ? `; ${undone} undone since` : ''}`
}

function weighed({ containment, containmentLimitS }: Measured) {
  const sorted = containment.map(({ seconds }) => seconds).sort((a, b) => a - b)
  return {
    over: sorted.filter((seconds) => seconds > containmentLimitS).length,
    middle: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    longest: sorted.at(-1) ?? 0,
  }
}

/** The chart's answer in a sentence: how many kept to the limit, the middle one and the longest. */
export function containmentInWords({ containment, containmentLimitS }: Measured): string {
  if (containment.length === 0) return 'Nothing has been contained yet.'
  const { over, middle, longest } = weighed({ containment, containmentLimitS })
  const back = containment.filter(({ undone }) => undone).length
  const undone = back === 0 ? '' : ` ${plural(back, 'of them was undone since', 'of them were undone since')}.`
  const limit = `the limit of ${duration(containmentLimitS)}`
  const kept = over === 0 ? `none took longer than ${limit}` : `${over} took longer than ${limit}`
  return `Of the last ${plural(containment.length, 'contained run')} ${kept}; half took ${duration(middle)} or less, the longest ${duration(longest)}.${undone}`
}
