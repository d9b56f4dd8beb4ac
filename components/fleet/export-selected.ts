import type { Thing } from '#contract/things.ts'

const columns: readonly [string, (thing: Thing) => string | number | null][] = [
  ['name', ({ name }) => name],
  ['type', ({ type }) => type],
  ['billing_group', ({ billingGroup }) => billingGroup],
  ['groups', ({ groups }) => groups.join(' ')],
  ['presence', ({ presence }) => presence],
  ['presence_since', ({ presenceSince }) => presenceSince],
  ['client_id', ({ clientId }) => clientId],
  ['credential_health', ({ health }) => health],
  ['credential_expires_at', ({ credentialExpiresAt }) => credentialExpiresAt],
  ['certificates', ({ certificates }) => certificates],
  ['active_certificates', ({ activeCertificates }) => activeCertificates],
  ['attributes', ({ attributes }) => JSON.stringify(attributes)],
  ['first_seen_at', ({ firstSeenAt }) => firstSeenAt],
  ['changed_at', ({ changedAt }) => changedAt],
  ['gone_at', ({ goneAt }) => goneAt],
]

/** The chosen rows as CSV (RFC 4180), times ISO 8601 UTC. */
export function thingsToCsv(things: readonly Thing[]) {
  const lines = [columns.map(([name]) => name), ...things.map((thing) => columns.map(([, value]) => value(thing)))]
  return lines.map((cells) => cells.map(cell).join(',')).join('\r\n')
}

/** Hands text to the browser as a file. */
export function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

function cell(value: string | number | null) {
  if (value === null) return ''
  const text = String(value)
  // A spreadsheet runs what begins like a formula; an apostrophe makes it text (OWASP, CSV injection).
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
