import type pg from 'pg'
import { links } from '#contract/links.ts'
import { recordMany } from '#server/activity/record.ts'
import { sendEmail } from '#server/notifications/send/email.ts'
import type { Attachment, Message } from '#server/notifications/send/message.ts'
import { NotTaken } from '#server/notifications/send/message.ts'
import { type Sending, sendingFromEnvironment } from '#server/notifications/settings.ts'
import { reportObject } from '../commands/request-report.ts'
import { answerWords } from '../documents/words.ts'
import { readFile } from '../files/pieces.ts'
import { readReady } from '../queries/reports.ts'

type Due = { report_id: string; recipients: string[]; deliver: 'link' | 'attachment'; attempts: number }

const firstWaitMs = 60_000
const mostAttempts = 8
// What most mail servers take, less what base64 adds.
const largestAttachment = 10 * 2 ** 20

/** Notes that a report of a schedule is to be sent to whoever that names. */
export async function noteDelivery(tx: pg.PoolClient, report: string, schedule: string): Promise<void> {
  await tx.query(
    `insert into report_mails (report_id, recipients, deliver)
     select $1, recipients, deliver from report_schedules where id = $2::bigint and cardinality(recipients) > 0`,
    [report, schedule],
  )
}

/** Sends the reports that are due; what is not taken is tried again, later each time, eight times. */
export async function deliverReports(pool: pg.Pool, now: Date, sending: Sending = sendingFromEnvironment()) {
  for (;;) {
    // Claimed by putting it off: a worker that ends in the midst of it lets another try.
    const { rows } = await pool.query<Due>(
      `update report_mails set attempts = attempts + 1, next_at = $1::timestamptz + make_interval(secs => $2 * 2 ^ attempts)
       where report_id = (select report_id from report_mails where state = 'waiting' and next_at <= $1
         order by next_at limit 1 for update skip locked)
       returning report_id, recipients, deliver, attempts`,
      [now, firstWaitMs / 1000],
    )
    const [due] = rows
    if (!due) return
    await deliver(pool, due, now, sending)
  }
}

async function deliver(pool: pg.Pool, due: Due, now: Date, sending: Sending): Promise<void> {
  const { summary, stored } = await readReady(pool, due.report_id)
  const { number, title, id } = summary
  const url = `${sending.baseUrl}${links.report(id)}`
  const answers = summary.answers.map(({ answer, count }) => `${count} ${answerWords[answer].toLowerCase()}`).join(', ')
  const pdf = stored.files.find(({ name }) => name === 'report.pdf')
  const attachments: Attachment[] = []
  if (due.deliver === 'attachment' && pdf && pdf.bytes <= largestAttachment)
    attachments.push({
      name: `report-${number}.pdf`,
      content: await whole(readFile(pool, { report: id, folder: '' }, pdf)),
    })
  const told = {
    id,
    about: 'report',
    severity: 'info' as const,
    title,
    body: `${answers}.`,
    url,
    at: summary.asOf,
    drill: false,
  }
  const message: Message = {
    ...{ key: `report-${id}`, subject: `Report ${number}: ${title}`, told: [told], more: 0, thread: null, ends: false },
    ...{ baseUrl: sending.baseUrl, attachments },
  }
  let error: string | null = null
  try {
    await sendEmail({ kind: 'email', target: due.recipients.join(','), secret: null }, message, sending)
  } catch (refused) {
    if (!(refused instanceof NotTaken)) throw refused
    error = refused.message
  }
  await noteEnd(pool, { due, error, now, number })
}

async function noteEnd(pool: pg.Pool, { due, error, now, number }: Ended): Promise<void> {
  const state = error === null ? 'sent' : due.attempts >= mostAttempts ? 'failed' : 'waiting'
  await pool.query(
    `with mail as (update report_mails set state = $2, error = $3, sent_at = case when $2 = 'sent' then $4::timestamptz end
       where report_id = $1)
     update report_schedules s set last_error = $3 from reports r where r.id = $1 and s.id = r.schedule_id`,
    [due.report_id, state, error, now],
  )
  if (state === 'waiting') return
  const detail = { recipients: due.recipients, as: due.deliver, ...(error && { why: error }) }
  const entry = { action: 'report.sent', object: reportObject(due.report_id, number), detail } as const
  await recordMany(pool, { actor: null, ipAddress: null }, [{ ...entry, result: error === null ? 'ok' : 'failed' }])
}
type Ended = { due: Due; error: string | null; now: Date; number: number }

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
