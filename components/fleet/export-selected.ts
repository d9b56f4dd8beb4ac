import type { Thing } from '#contract/things.ts'

type Place = { awsAccountId: string; region: string } | undefined
type Column = readonly [string, (thing: Thing, place: Place) => string | number | null]

/** The columns of the server's export that a row on screen knows, under the same names. */
const columns: readonly Column[] = [
  ['aws_account_id', (_, place) => place?.awsAccountId ?? null],
  ['region', (_, place) => place?.region ?? null],
  ['name', ({ name }) => name],
  ['type', ({ type }) => type],
  ['billing_group', ({ billingGroup }) => billingGroup],
  ['groups', ({ groups }) => groups.join('; ')],
  ['attributes', ({ attributes }) => JSON.stringify(attributes)],
  ['presence', ({ presence }) => presence],
  ['presence_since', ({ presenceSince }) => presenceSince],
  ['disconnect_reason', ({ disconnectReason }) => disconnectReason],
  ['client_id', ({ clientId }) => clientId],
  ['credential_health', ({ health }) => health],
  ['credential_expires_at', ({ credentialExpiresAt }) => credentialExpiresAt],
  ['certificates', ({ certificates }) => certificates],
  ['active_certificates', ({ activeCertificates }) => activeCertificates],
  ['first_seen_at', ({ firstSeenAt }) => firstSeenAt],
  ['changed_at', ({ changedAt }) => changedAt],
  ['gone_at', ({ goneAt }) => goneAt],
]

/** The chosen rows as CSV (RFC 4180), times ISO 8601 UTC. `placeOf` names a row's AWS account and Region. */
export function thingsToCsv(things: readonly Thing[], placeOf: (account: number) => Place) {
  const lines = things.map((thing) => columns.map(([, value]) => value(thing, placeOf(thing.account))))
  return [columns.map(([name]) => name), ...lines].map((cells) => cells.map(cell).join(',')).join('\r\n')
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
  const safe = /^[=+\-@\t\n\r\uff0b\uff0d\uff1d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
