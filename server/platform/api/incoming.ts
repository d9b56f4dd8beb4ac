import type { Actor, Context } from '../context.ts'

/**
 * A request before anybody looked at who sends it. `identify` reads the session or token, once, when asked. Throws a Refusal
 * for whoever owes a password of their own: they may do nothing else, wherever they ask.
 */
export type Incoming = Omit<Context, 'actor'> & {
  origin: Origin
  /** Whether an Authorization header came with it, whatever it is worth. */
  sentToken: boolean
  /** What its address asks for after the ?; absent where there is no address, as of what the pages ask in-process. */
  query?: URLSearchParams
  identify(): Promise<Actor | null>
  /** The same for what those who owe a password may do, and for the trail of what they may not. */
  recognise(): Promise<Actor | null>
}

/** Where a browser says the request was made: our own pages, someone else's, or it does not say. */
export type Origin = 'same' | 'other' | 'unknown'

/**
 * Reads the origin from what only a browser can set. Sec-Fetch-Site is missing on plain http other than localhost,
 * so Origin is compared with the address asked for as well as with the configured one.
 */
export function originOf(headers: Headers, ourUrl: string): Origin {
  const site = headers.get('sec-fetch-site')
  if (site) return site === 'same-origin' ? 'same' : 'other'
  const origin = headers.get('origin')
  if (!origin) return 'unknown'
  if (!URL.canParse(origin)) return 'other'
  return origin === new URL(ourUrl).origin || new URL(origin).host === headers.get('host') ? 'same' : 'other'
}
