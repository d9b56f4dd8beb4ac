import { createHmac, hkdfSync } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'
import { parseEnvironment, type Variables } from '#server/platform/env.ts'
import { NameFilter } from './name-filter.ts'

const variables = z.object({
  FLEETWARDEN_SECRET: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
})

/** The key that names are tokenised with: the same for as long as FLEETWARDEN_SECRET stays; null without one. */
export function pseudonymKeyFromEnvironment(source: Variables = process.env): Buffer | null {
  const { FLEETWARDEN_SECRET: secret } = parseEnvironment(variables, source)
  return secret ? Buffer.from(hkdfSync('sha256', secret, '', 'fleetwarden report pseudonyms', 32)) : null
}

const tokenDigits = 16
const shortest = 3
const mostOdd = 2_000
const mostLately = 10_000
const fingerprint = /^[0-9a-f]{64}$/i
const plainName = /^[\p{L}\p{N}_:.-]+$/u
const runs = /[\p{L}\p{N}_:.-]+/gu

/**
 * Tokens in place of names: HMAC-SHA256 under a key that stays, so that one name has one token in every file and every
 * report, whatever it is the name of. `learn` it every name first: in free text only names that are known are found.
 */
export class Pseudonyms {
  readonly #key: Buffer
  readonly #known: NameFilter
  readonly #odd: string[] = []
  // Sites and versions recur a thousandfold.
  readonly #lately = new Map<string, string>()
  #oddPattern: RegExp | null = null
  /** Names that would have to be looked for letter by letter, beyond those that are. */
  unsought = 0

  constructor(key: Buffer, expected: number) {
    this.#key = key
    this.#known = new NameFilter(expected)
  }

  learn(name: string): void {
    if (name.length < shortest) return
    if (plainName.test(name)) this.#known.add(name)
    else if (this.#odd.length < mostOdd) this.#odd.push(name)
    else this.unsought += 1
    this.#oddPattern = null
  }

  /** The token of a name. An empty one stays empty. */
  token(name: string): string {
    if (name === '') return ''
    const known = this.#lately.get(name)
    if (known !== undefined) return known
    const kind = fingerprint.test(name) ? 'certificate' : isIP(name) ? 'address' : 'name'
    const digest = createHmac('sha256', this.#key).update(name).digest('hex')
    const token = `${kind}-${digest.slice(0, tokenDigits)}`
    if (this.#lately.size >= mostLately) this.#lately.clear()
    this.#lately.set(name, token)
    return token
  }

  /** Free text with a token for each name that is known, each address and each certificate ID in it. */
  words(text: string): string {
    if (text.length < shortest) return text
    const sought = this.#odd.length === 0 ? text : text.replace(this.#oddNames(), (name) => this.token(name))
    return sought.replace(runs, (run) => this.#inRun(run))
  }

  #oddNames(): RegExp {
    // The longest first: one name may be a part of another.
    this.#oddPattern ??= new RegExp(
      [...new Set(this.#odd)]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|'),
      'gu',
    )
    return this.#oddPattern
  }

  #inRun(run: string): string {
    if (this.#isName(run)) return this.token(run)
    const bare = run.replace(/^[:.-]+|[:.-]+$/g, '')
    if (bare !== run && bare !== '') {
      const from = run.indexOf(bare)
      return run.slice(0, from) + this.#inRun(bare) + run.slice(from + bare.length)
    }
    // Of `thing:site:pump-1` the end may be a name, and of an address with its port the beginning.
    const colon = run.indexOf(':')
    if (colon < 0) return run
    return `${this.#inRun(run.slice(0, colon))}:${this.#inRun(run.slice(colon + 1))}`
  }

  #isName(run: string): boolean {
    if (run.length < shortest) return false
    return this.#known.has(run) || fingerprint.test(run) || (/[.:]/.test(run) && isIP(run) > 0)
  }
}

// A hyphen must not be escaped in a pattern with the u flag.
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
