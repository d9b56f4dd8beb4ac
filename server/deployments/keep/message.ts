const longest = 1_000

/** Keys under which devices say in words what went wrong, best first; AWS leaves the choice to them. */
const spoken = [
  ...['message', 'errormessage', 'error_message', 'error', 'reason', 'failurereason', 'statusreason', 'cause'],
  ...['deployment-failure-cause', 'description', 'detail', 'details', 'stderr', 'errorcode', 'code', 'status', 'step'],
]

/** A device's message in its status details: what it says in words, else all of it. Null when it says nothing. */
export function messageIn(details: Record<string, string> | null): string | null {
  const said = Object.entries(details ?? {}).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : []))
  const [only] = said
  if (!only) return null
  const rank = ([key = '']: string[]) => spoken.indexOf(key.toLowerCase())
  const best = said.filter((one) => rank(one) >= 0).sort((a, b) => rank(a) - rank(b))[0]
  const text =
    best?.[1] ?? (said.length === 1 ? (only[1] ?? '') : said.map(([key, value]) => `${key}: ${value}`).join(', '))
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
