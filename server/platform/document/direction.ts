import bidiFactory from 'bidi-js'

const bidi = bidiFactory()
const fromTheRight = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * Part of a line that runs one way. `shown`: with brackets turned around where it runs from right to left. `place`: how many
 * parts stand to the left of it on paper.
 */
type Run = { shown: string; rtl: boolean; place: number }

/** A line cut into runs in the order in which they are read, by the Unicode bidirectional algorithm. */
export function runsOf(line: string): Run[] {
  if (!fromTheRight.test(line)) return [{ shown: line, rtl: false, place: 0 }]
  const { levels } = bidi.getEmbeddingLevels(line, 'ltr')
  const turned = bidi.getMirroredCharactersMap(line, levels)
  const runs: { shown: string; level: number }[] = []
  for (let at = 0; at < line.length; at += 1) {
    const level = levels[at] ?? 0
    const sign = turned.get(at) ?? line[at] ?? ''
    const last = runs.at(-1)
    if (last?.level === level) last.shown += sign
    else runs.push({ shown: sign, level })
  }
  const order = inVisualOrder(runs)
  return runs.map((run) => ({ shown: run.shown, rtl: run.level % 2 === 1, place: order.indexOf(run) }))
}

// Rule L2: from the highest level down to 1, reverse whatever stands at that level or higher.
function inVisualOrder<Levelled extends { level: number }>(runs: readonly Levelled[]): Levelled[] {
  const order = [...runs]
  for (let level = Math.max(...order.map((run) => run.level)); level >= 1; level -= 1) {
    for (let from = 0; from < order.length; from += 1) {
      let to = from
      while ((order[to]?.level ?? 0) >= level) to += 1
      if (to > from) order.splice(from, to - from, ...order.slice(from, to).reverse())
      from = Math.max(from, to)
    }
  }
  return order
}
