/** What a policy variable or condition key stands for: null when it has no value, undefined when we cannot know it. */
export type Value = string | readonly string[] | null | undefined

/** The value of a policy variable. Of several values, text takes the first ("X.509 certificate policy variables"). */
export type LookUp = (variable: string) => Value

/** Whether something holds, as far as what we know decides it. */
export type Certainty = 'yes' | 'no' | 'unknown'

/** One piece of a pattern, its variables replaced. */
type Token = { any: true } | { one: true } | { text: string }

/**
 * Whether a text fits a pattern of a policy: `*` is any text and `?` any character; `${name}` is the variable's value, its
 * characters plain. A variable without a value fits nothing ("AWS IoT Core policy variables"). `${*}`, `${?}` and `${$}`
 * are those characters. MQTT's + and # are plain.
 */
export function fits(pattern: string, text: string, lookUp: LookUp, { wildcards = true } = {}): Certainty {
  // Most patterns are of something else altogether: their beginning tells.
  const special = pattern.search(wildcards ? /[*?$]/ : /\$/)
  if (special < 0) return pattern === text ? 'yes' : 'no'
  if (!text.startsWith(pattern.slice(0, special))) return 'no'
  const tokens: Token[] = []
  let unknown = false
  for (const part of partsOf(pattern)) {
    if ('literal' in part) {
      tokens.push(...literal(part.literal, wildcards))
      continue
    }
    const value = standsFor(part.variable, lookUp)
    if (value === null) return 'no'
    if (value === undefined) {
      unknown = true
      tokens.push({ any: true })
    } else tokens.push(...Array.from(value, (character) => ({ text: character })))
  }
  if (!isMatch(tokens, Array.from(text))) return 'no'
  return unknown ? 'unknown' : 'yes'
}

/** A pattern cut at its variables. */
export function partsOf(pattern: string): ({ literal: string } | { variable: string })[] {
  const parts: ({ literal: string } | { variable: string })[] = []
  let end = 0
  for (const { 0: whole, 1: variable = '', index } of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    if (index > end) parts.push({ literal: pattern.slice(end, index) })
    parts.push({ variable })
    end = index + whole.length
  }
  if (end < pattern.length) parts.push({ literal: pattern.slice(end) })
  return parts
}

/** What stands in a text for a variable: null when nothing does, undefined when unknown. */
export function standsFor(variable: string, lookUp: LookUp): string | null | undefined {
  if (['*', '?', '$'].includes(variable)) return variable
  const value = lookUp(variable)
  return typeof value === 'object' && value !== null ? (value[0] ?? null) : value
}

/** A pattern with its variables replaced, as text; null when one has no value. Those that are unknown stay as they are. */
export function resolved(pattern: string, lookUp: LookUp): string | null {
  const parts = partsOf(pattern).map((part) => {
    if ('literal' in part) return part.literal
    const value = standsFor(part.variable, lookUp)
    return value === undefined ? `$\{${part.variable}}` : value
  })
  return parts.includes(null) ? null : parts.join('')
}

/** Whether some text fits both of two patterns that have no variables. */
export function overlaps(one: string, other: string): boolean {
  const a = literal(one, true)
  const b = literal(other, true)
  // Row by row over the places in both: reachable when what lies before can be one text.
  let row = b.map(() => false)
  row.unshift(true)
  for (let j = 0; j < b.length; j++) row[j + 1] = row[j] === true && isAny(b[j])
  for (const left of a) {
    const next = [row[0] === true && isAny(left)]
    for (const [j, right] of b.entries()) {
      const both = row[j] === true && meet(left, right)
      const skipRight = isAny(right) && next[j] === true
      const stayRight = isAny(right) && row[j + 1] === true
      const skipLeft = isAny(left) && row[j + 1] === true
      const stayLeft = isAny(left) && next[j] === true
      next.push(both || skipRight || stayRight || skipLeft || stayLeft)
    }
    row = next
  }
  return row[b.length] === true
}

const isAny = (token: Token | undefined) => token !== undefined && 'any' in token

function meet(left: Token, right: Token): boolean {
  if ('any' in left || 'any' in right || 'one' in left || 'one' in right) return true
  return left.text === right.text
}

function literal(part: string, wildcards: boolean): Token[] {
  return Array.from(part, (character): Token => {
    if (wildcards && character === '*') return { any: true }
    return wildcards && character === '?' ? { one: true } : { text: character }
  })
}

/** Steps back to the last `*` only, so that no pattern takes more than its length times the text's. */
function isMatch(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0
  let place = 0
  let star = -1
  let starPlace = 0
  while (place < text.length) {
    const wanted = tokens[token]
    if (wanted && 'any' in wanted) {
      star = token++
      starPlace = place
    } else if (wanted && ('one' in wanted || wanted.text === text[place])) {
      token++
      place++
    } else if (star >= 0) {
      token = star + 1
      place = ++starPlace
    } else return false
  }
  return tokens.slice(token).every((rest) => 'any' in rest)
}
