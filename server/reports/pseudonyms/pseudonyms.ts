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
// An address of eight groups is the longest of what is found without being known.
const partsOfAddress = 8
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z?$/
const prefixDigits = 16
const fingerprint = /^[0-9a-f]{64}$/i
const fingerprintStart = /^[0-9a-f]{16,63}$/i
const plainName = /^[\p{L}\p{N}_:.-]+$/u
const runs = /[\p{L}\p{N}_:.-]+/gu
const runParts = /[^_:.-]+/g
const encoded = /\S*%[0-9a-f]{2}\S*/gi

/**
 * Tokens in place of names: HMAC-SHA256 under a key that stays, so that one name has one token in every file and every
 * report, whatever it is the name of. `learn` it every name first: in free text only names that are known are found, in
 * whatever case they are written. `keep` it the hashes that are the product's own, and no certificate's.
 */
export class Pseudonyms {
  readonly #key: Buffer
  readonly #known: NameFilter
  readonly #kept = new Set<string>()
  // As it may be written in text, and the name itself.
  readonly #odd = new Map<string, string>()
  // Sites and versions recur a thousandfold.
  readonly #lately = new Map<string, string>()
  #oddPattern: RegExp | null = null
  #mostParts = 4
  /** Names that would have to be looked for letter by letter, beyond those that are. */
  unsought = 0

  constructor(key: Buffer, expected: number) {
    this.#key = key
    this.#known = new NameFilter(expected)
  }

  learn(name: string): void {
    if (name.length < shortest) return
    if (fingerprint.test(name)) this.#known.add(startOf(name))
    else if (plainName.test(name)) this.#learnPlain(name)
    else if (this.#odd.size >= mostOdd) this.unsought += 1
    else {
      // JSON writes some signs otherwise.
      for (const form of [name, JSON.stringify(name).slice(1, -1)]) this.#odd.set(form.toLowerCase(), name)
      this.#oddPattern = null
    }
  }

  #learnPlain(name: string): void {
    this.#known.add(name.toLowerCase())
    const parts = name.split(/[_:.-]+/).length
    if (parts > this.#mostParts) this.#mostParts = parts
  }

  /** A SHA-256 of the product's own, such as that of a report: it looks like a certificate's ID, and stays. */
  keep(hash: string): void {
    this.#kept.add(hash.toLowerCase())
  }

  /** The token of a name. An empty one stays empty. */
  token(name: string): string {
    if (name === '') return ''
    const known = this.#lately.get(name)
    if (known !== undefined) return known
    const token = fingerprint.test(name) ? this.#certificate(name) : this.#digest(isIP(name) ? 'address' : 'name', name)
    if (this.#lately.size >= mostLately) this.#lately.clear()
    this.#lately.set(name, token)
    return token
  }

  /** Free text with a token for each name that is known, each address and each certificate ID in it. */
  words(text: string): string {
    if (text.length < shortest) return text
    const plain = text.includes('%') ? text.replace(encoded, (part) => this.#decoded(part)) : text
    if (this.#odd.size === 0) return this.#inText(plain)
    // What was replaced is not looked at again: the words of a token may be names, too.
    return plain
      .split(this.#oddNames())
      .map((part, place) =>
        place % 2 === 0 ? this.#inText(part) : this.token(this.#odd.get(part.toLowerCase()) ?? part),
      )
      .join('')
  }

  #certificate(id: string): string {
    // By its beginning, as which people and logs write it, too.
    return this.#digest('certificate', id.slice(0, prefixDigits).toLowerCase())
  }

  #digest(kind: string, text: string): string {
    return `${kind}-${createHmac('sha256', this.#key).update(text).digest('hex').slice(0, tokenDigits)}`
  }

  /** A part of an address of the web without its escapes, if there is a name in it. */
  #decoded(part: string): string {
    try {
      const plain = decodeURIComponent(part)
      return this.words(plain) === plain ? part : plain
    } catch {
      return part
    }
  }

  #oddNames(): RegExp {
    // The longest first: one name may be a part of another.
    this.#oddPattern ??= new RegExp(
      `(${[...this.#odd.keys()]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|')})`,
      'giu',
    )
    return this.#oddPattern
  }

  #inText(text: string): string {
    return text.replace(runs, (run) => this.#tokenOf(run) ?? this.#inRun(run))
  }

  /** Of `thing:site:pump-1_old` a part may be a name, and of an address with its port: the longest first. */
  #inRun(run: string): string {
    // Times are everywhere, and of many parts.
    if (instant.test(run)) return run
    const parts = [...run.matchAll(runParts)]
    const most = run.includes(':') ? Math.max(this.#mostParts, partsOfAddress) : this.#mostParts
    let said = ''
    let from = 0
    for (let at = 0; at < parts.length; at += 1) {
      const start = parts[at]?.index ?? 0
      for (let end = Math.min(parts.length, at + most); end > at; end -= 1) {
        const last = parts[end - 1]
        const stop = (last?.index ?? 0) + (last?.[0].length ?? 0)
        const token = this.#tokenOf(run.slice(start, stop))
        if (token === null) continue
        said += run.slice(from, start) + token
        from = stop
        at = end - 1
        break
      }
    }
    return said + run.slice(from)
  }

  #tokenOf(run: string): string | null {
    if (run.length < shortest) return null
    if (fingerprint.test(run)) return this.#kept.has(run.toLowerCase()) ? null : this.token(run)
    if (this.#known.has(run.toLowerCase()) || (/[.:]/.test(run) && isIP(run) > 0)) return this.token(run)
    return fingerprintStart.test(run) && this.#known.has(startOf(run)) ? this.#certificate(run) : null
  }
}

// No name has a space, so that it is none.
const startOf = (id: string) => `certificate ${id.slice(0, prefixDigits).toLowerCase()}`

// A hyphen must not be escaped in a pattern with the u flag.
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
