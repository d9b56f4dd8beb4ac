import { links } from '#contract/links.ts'

/** Only paths of this site: an address that leads elsewhere would make the sign-in page a trap. */
export function ownPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return links.overview()
  const base = 'http://fleetwarden.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  // Dots are taken out of a path on reading: what is left of `/.//` begins like another site's address.
  return url?.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : links.overview()
}
