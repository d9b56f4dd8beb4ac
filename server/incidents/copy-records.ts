import { hash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Observation } from '#server/history/observation.ts'
import type { ConnectionRecord } from './record.ts'

/** A feed's own id of a record as the 16 bytes it is kept by, in hex. */
export const eventKey = ({ feed, key }: Pick<ConnectionRecord, 'feed' | 'key'>): string => hash('md5', `${feed} ${key}`)

/** Written while the server still takes in what came before. */
const linesAtOnce = 500

/** Adds records that are not kept yet, by COPY. Throws when one of them is. */
export async function copyRecords({ tx, account }: Observation, records: readonly ConnectionRecord[]): Promise<void> {
  const stream = tx.query(
    copyFrom(`COPY connection_events (account_id, at, event_key, kind, client_id, principal, source_ip, source_port,
      reason, duplicate, session, version, feed) FROM STDIN`),
  )
  const done = finished(stream)
  // What ends it early is told at the end.
  done.catch(() => undefined)
  let text = ''
  for (const [place, one] of records.entries()) {
    text +=
      `${account.id}\t${one.at.toISOString()}\t${eventKey(one)}\t${one.kind}\t${cell(one.clientId)}\t${cell(one.principal)}` +
      `\t${cell(one.sourceIp)}\t${one.sourcePort ?? nothing}\t${cell(one.reason)}\t${one.duplicate}` +
      `\t${cell(one.session)}\t${one.version ?? nothing}\t${one.feed}\n`
    if (place % linesAtOnce < linesAtOnce - 1) continue
    const room = stream.write(text)
    text = ''
    if (!room && !stream.destroyed) await Promise.race([once(stream, 'drain'), done])
  }
  stream.end(text)
  await done
}

const nothing = '\\N'
const special = /[\\\t\n\r]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as COPY reads it ("COPY", text format). */
function cell(value: string | null): string {
  if (value === null) return nothing
  return special.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : value
}
