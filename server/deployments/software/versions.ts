/** When each version of a package was released, by its name; those that the catalogue does not know are absent. */
export type Releases = ReadonlyMap<string, number>

/**
 * Which of two versions is newer: below zero when `a` is older. By their numbers where both have some, else by when they
 * were released; null when neither tells.
 */
export function compareVersions(a: string, b: string, releases: Releases = new Map()): number | null {
  if (a === b) return 0
  const byNumber = compareNumbers(a, b)
  if (byNumber !== null && byNumber !== 0) return byNumber
  const first = releases.get(a)
  const second = releases.get(b)
  if (first !== undefined && second !== undefined && first !== second) return Math.sign(first - second)
  return byNumber
}

const numbered = /^[vV=]?\d/

function compareNumbers(a: string, b: string): number | null {
  if (!numbered.test(a) || !numbered.test(b)) return null
  // What follows a plus says how it was built, which is no order.
  const [first, second] = [a, b].map((text) => text.replace(/^[vV=]/, '').split('+')[0] ?? '')
  const [release, preview] = halves(first ?? '')
  const [other, otherPreview] = halves(second ?? '')
  const main = compareParts(release, other)
  if (main !== 0) return main
  // 2.0-rc.1 comes before 2.0, as in Semantic Versioning 2.0.0, item 11.
  if (preview === null || otherPreview === null) return preview === otherPreview ? 0 : preview === null ? 1 : -1
  return compareParts(preview, otherPreview)
}

function halves(text: string): [string, string | null] {
  const at = text.indexOf('-')
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

const partsOf = (text: string) => text.match(/\d+|[a-z]+/gi) ?? []

function compareParts(a: string, b: string): number {
  const first = partsOf(a)
  const second = partsOf(b)
  for (let place = 0; place < Math.max(first.length, second.length); place++) {
    const one = first[place]
    const other = second[place]
    // 2.0 and 2.0.0 are the same; 2.0 and 2.0a are not.
    if (one === undefined || other === undefined) {
      const rest = one ?? other ?? ''
      if (/^0+$/.test(rest)) continue
      return one === undefined ? -1 : 1
    }
    const order = comparePart(one, other)
    if (order !== 0) return order
  }
  return 0
}

function comparePart(a: string, b: string): number {
  const [digits, otherDigits] = [/^\d/.test(a), /^\d/.test(b)]
  if (digits !== otherDigits) return digits ? -1 : 1
  if (!digits) return Math.sign(a.localeCompare(b, 'en', { sensitivity: 'base' }))
  // Build numbers may be longer than a double holds.
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
