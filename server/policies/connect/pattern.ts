/** The value of a policy variable: null when the connection has none, undefined when we cannot know it. */
export type LookUp = (variable: string) => string | null | undefined

/** Whether something holds, as far as what we know decides it. */
export type Certainty = 'yes' | 'no' | 'unknown'

type Token = { any: true } | { one: true } | { text: string }

/**
 * Whether a text fits a pattern of a policy: `*` is any text and `?` any character; `${name}` is the variable's value, its
 * characters plain. A variable without a value fits nothing ("AWS IoT Core policy variables"). `${*}`, `${?}` and `${$}`
 * are those characters. MQTT's + and # are plain.
 */
export function fits(pattern: string, text: string, lookUp: LookUp, { wildcards = true } = {}): Certainty {
  const tokens: Token[] = []
  let end = 0
  let unknown = false
  for (const { 0: whole, 1: name = '', index } of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    tokens.push(...literal(pattern.slice(end, index), wildcards))
    end = index + whole.length
    const value = ['*', '?', '$'].includes(name) ? name : lookUp(name)
    if (value === null) return 'no'
    if (value === undefined) {
      unknown = true
      tokens.push({ any: true })
    } else tokens.push(...Array.from(value, (character) => ({ text: character })))
  }
  tokens.push(...literal(pattern.slice(end), wildcards))
  if (!isMatch(tokens, Array.from(text))) return 'no'
  return unknown ? 'unknown' : 'yes'
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
