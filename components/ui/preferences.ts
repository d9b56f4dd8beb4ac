/** How one person likes the console; kept in one cookie so that the server paints it right the first time. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark'
  density: 'comfortable' | 'compact'
  clock: 'local' | 'utc'
  /** IANA zone of the browser, learnt on the first visit; UTC until then. */
  zone: string
  rail: 'open' | 'narrow'
}

export const preferencesCookie = 'fleetwarden-preferences'

const defaults: Preferences = { theme: 'system', density: 'comfortable', clock: 'local', zone: 'UTC', rail: 'open' }

/** Reads the cookie's value; anything unknown falls back to the default, as a cookie may hold whatever it likes. */
export function parsePreferences(value: string | undefined): Preferences {
  const said = new URLSearchParams(value ?? '')
  const one = <T extends string>(name: keyof Preferences, allowed: readonly T[], fallback: T) =>
    allowed.find((option) => option === said.get(name)) ?? fallback
  return {
    theme: one('theme', ['system', 'light', 'dark'], 'system'),
    density: one('density', ['comfortable', 'compact'], 'comfortable'),
    clock: one('clock', ['local', 'utc'], 'local'),
    zone: knownZone(said.get('zone')),
    rail: one('rail', ['open', 'narrow'], 'open'),
  }
}

/** The cookie's value; only what differs from the default is written. */
export function formatPreferences(preferences: Preferences) {
  const differing = Object.entries(preferences).filter(([name, value]) => Reflect.get(defaults, name) !== value)
  return new URLSearchParams(differing).toString()
}

function knownZone(zone: string | null) {
  if (!zone) return 'UTC'
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone })
    return zone
  } catch {
    return 'UTC'
  }
}
