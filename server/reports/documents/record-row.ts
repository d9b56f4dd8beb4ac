import { time } from './words.ts'

// What tells a record apart and what a reader asks first; the other columns follow by name.
const asked: Readonly<Record<string, readonly string[]>> = {
  suppressions: ['check', 'state', 'subject_kind', 'subject', 'why', 'by', 'at', 'expires_at', 'hid'],
  incidents: [
    ...['number', 'severity', 'client_id', 'cause', 'state', 'first_at', 'last_at', 'take_overs'],
    ...['aware_at', 'acknowledged_at', 'contained_at', 'contained_in_s', 'resolved_at', 'assigned_to'],
  ],
  'response-runs': ['number', 'state', 'action', 'targets', 'target_kind', 'reason', 'by', 'requested_at'],
  deployments: ['title', 'health', 'kind', 'aws_status', 'succeeded', 'failed', 'stalled', 'in_progress', 'queued'],
  attestations: ['control', 'answer', 'evidence', 'statement', 'owner', 'reviewed_at', 'expires_at'],
  'cannot-be-updated': ['thing', 'why', 'says', 'since', 'plan', 'owner', 'due'],
}
const naming = 2
const mostListed = 3
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** A record of a register as a document shows it: what names it, and the rest in words. Rows are as JSON gives them. */
export function recordRow(register: string, row: Readonly<Record<string, unknown>>): [label: string, says: string] {
  const first = asked[register] ?? []
  const names = [
    ...first,
    ...Object.keys(row)
      .filter((name) => !first.includes(name))
      .sort(),
  ]
  const said = names.flatMap((name, place) => {
    const value = inWords(name, row[name])
    // A nought says something where it is asked for, and nothing elsewhere.
    return value === null || (value === '0' && place >= first.length) ? [] : [{ name, value }]
  })
  const label = said.slice(0, naming).map(({ value }) => value)
  const rest = said.slice(naming).filter(({ value }) => !label.includes(value))
  return [label.join(', '), rest.map(({ name, value }) => `${name.replaceAll('_', ' ')}: ${value}`).join('; ')]
}

function inWords(name: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '' || value === false || value === '[]') return null
  const text = String(value)
  if (instant.test(text)) return time(text)
  if (name !== 'targets') return text
  const listed = text.split('; ')
  if (listed.length <= mostListed) return text
  return `${listed.slice(0, mostListed).join(', ')} and ${listed.length - mostListed} more`
}
