const variable = /\$\{([^}]*)\}/g

/**
 * Whether a text fits a pattern of a policy: `*` is any text, `?` any character, and `${name}` the variable's value taken
 * literally. A pattern with a variable that has no value fits nothing. `${*}`, `${?}` and `${$}` are those characters.
 */
export function isMatch(
  pattern: string,
  text: string,
  lookUp: (name: string) => string | undefined = () => undefined,
  { wildcards = true } = {},
): boolean {
  const source: string[] = []
  const literal = wildcards ? withWildcards : quoted
  let end = 0
  for (const { 0: whole, 1: name = '', index } of pattern.matchAll(variable)) {
    const value = '*?$'.includes(name) && name.length === 1 ? name : lookUp(name)
    if (value === undefined) return false
    source.push(literal(pattern.slice(end, index)), quoted(value))
    end = index + whole.length
  }
  source.push(literal(pattern.slice(end)))
  return new RegExp(`^${source.join('')}$`, 's').test(text)
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const withWildcards = (text: string) =>
  quoted(text)
    .replace(/(\\\*)+/g, '.*')
    .replaceAll('\\?', '.')
