import os from 'node:os'
import type { Outgoing } from './target.ts'

// Facility 13, "log audit"; severity 6, informational, or 4, warning, for what did not go well (RFC 5424, 6.2.1).
const facility = 13
const severityOf = (result: string) => (result === 'ok' ? 6 : 4)
const hostname = printable(os.hostname(), 255)
// RFC 5424, 7.3.1: sequenceId starts at 1 and, at its greatest, begins again.
const greatestSequence = 2_147_483_647

/**
 * One entry as an RFC 5424 message: the action as MSGID, the position as sequenceId, the whole entry as JSON. The JSON is
 * escaped to ASCII, so that it needs no byte order mark, which many receivers of JSON trip over.
 */
export function syslogMessage({ position, at, action, result, json }: Outgoing): string {
  const priority = facility * 8 + severityOf(result)
  const sequence = ((position - 1) % greatestSequence) + 1
  const header = `<${priority}>1 ${at.toISOString()} ${hostname} fleetwarden - ${printable(action, 32)}`
  return `${header} [meta sequenceId="${sequence}"] ${ascii(json)}`
}

function printable(text: string, most: number): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-'
}

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
