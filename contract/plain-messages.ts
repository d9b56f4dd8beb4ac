import { z } from 'zod'

type RawIssue = z.core.$ZodRawIssue

/**
 * What is wrong with an input, for the person who gave it: the validator's own words are for who wrote the schema. A schema
 * that knows better says so itself, and is left its word. Set once, for every input of the API.
 */
function plainMessage(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue)
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_small':
      return tooLittle(issue)
    case 'too_big':
      return tooMuch(issue)
    case 'invalid_format':
      return formats[issue.format] ?? 'It is not written as it has to be'
    case 'not_multiple_of':
      return `Give a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `There is no field ${issue.keys.map((key) => key.slice(0, 60)).join(', ')} here`
    case 'invalid_union':
      return ofUnion(issue)
    case 'invalid_key':
      return 'It has a field whose name cannot be so'
    case 'invalid_element':
      return 'One of these cannot be so'
    default:
      return 'It cannot be so'
  }
}

z.config({ customError: plainMessage })

const needed = 'This is needed'

const types: Record<string, string> = {
  string: 'Give text',
  number: 'Give a number',
  nan: 'Give a number',
  int: 'Give a whole number',
  bigint: 'Give a whole number',
  boolean: 'Give true or false',
  array: 'Give a list',
  tuple: 'Give a list',
  set: 'Give a list',
  object: 'Give an object with fields',
  record: 'Give an object with fields',
  map: 'Give an object with fields',
  date: 'Give a time',
  null: 'Leave it empty',
  undefined: 'Leave it out',
  never: 'Leave it out',
}

function ofType({
  expected,
  input,
  format,
}: Extract<RawIssue, { code: 'invalid_type' }> & { format?: unknown }): string {
  if (input === undefined) return needed
  // A number with a fraction where whole ones are asked for is a number, and so is none that was read from text.
  if (expected === 'int' || format === 'safeint') return 'Give a whole number'
  return types[expected] ?? 'It cannot be so'
}

const shown = 12

function oneOf(values: readonly unknown[]): string {
  const [first, ...others] = values
  if (others.length === 0) return `Give ${String(first)}`
  const more = values.length - shown
  return `Give one of ${values.slice(0, shown).map(String).join(', ')}${more > 0 ? ` or ${more} others` : ''}`
}

function tooLittle({ origin, minimum, inclusive = true }: Extract<RawIssue, { code: 'too_small' }>): string {
  const least = Number(minimum)
  if (origin === 'string') return least <= 1 ? needed : `Write at least ${least} characters`
  if (origin === 'array' || origin === 'set') return least <= 1 ? 'Name at least one' : `Name at least ${least}`
  if (origin === 'date') return 'It is too early'
  return inclusive ? `Give ${minimum} or more` : `Give more than ${minimum}`
}

function tooMuch({ origin, maximum, inclusive = true }: Extract<RawIssue, { code: 'too_big' }>): string {
  if (origin === 'string') return `Write at most ${maximum} character${Number(maximum) === 1 ? '' : 's'}`
  if (origin === 'array' || origin === 'set') return Number(maximum) === 0 ? 'Name none' : `Name at most ${maximum}`
  if (origin === 'date') return 'It is too late'
  return inclusive ? `Give ${maximum} or less` : `Give less than ${maximum}`
}

const formats: Record<string, string> = {
  email: 'Write an e-mail address, such as name@example.com',
  url: 'Write a whole address, such as https://example.com/path',
  uuid: 'This is not an ID as they are given here',
  guid: 'This is not an ID as they are given here',
  datetime: 'Write a time as 2026-11-20T08:00:00Z',
  date: 'Write a day as 2026-11-20',
  time: 'Write a time of day as 08:00',
  ipv4: 'Write an IP address',
  ipv6: 'Write an IP address',
  cidrv4: 'Write a range of IP addresses, such as 10.0.0.0/8',
  cidrv6: 'Write a range of IP addresses, such as 2001:db8::/32',
  base64: 'The file did not arrive whole. Choose it again',
  json_string: 'Write JSON',
}

/** What every way to give it would have taken, as far as it says anything of the whole. */
function ofUnion(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  if (issue.input === undefined) return needed
  const ways = issue.errors.flatMap((way) => way.filter(({ path }) => path.length === 0).map(({ message }) => message))
  const said = [...new Set(ways)].filter((message) => message !== needed).slice(0, 3)
  return said.length > 0 ? said.join(', or: ') : 'It fits none of the ways to give it'
}
