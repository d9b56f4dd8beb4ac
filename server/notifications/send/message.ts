import type { Severity } from '#contract/incidents.ts'

/** One thing a message tells. `url` leads to the exact page. */
export type Told = {
  id: string
  about: string
  severity: Severity
  title: string
  body: string
  url: string
  at: string
  drill: boolean
}

/** One message on its way. `told` is empty of a test, else worst first; `more` counts what was left out of it. */
export type Message = {
  /** The same in every attempt. */
  key: string
  subject: string
  told: Told[]
  more: number
  /** Names what it goes on about, for receivers that close what they opened. */
  thread: string | null
  ends: boolean
  baseUrl: string
  /** Only mail carries them. */
  attachments?: readonly Attachment[]
}

/** A file that goes with a message. */
export type Attachment = { name: string; content: Buffer }

/** Where to. `target` are addresses, or the one of a webhook. */
export type Receiver = { kind: string; target: string | null; secret: string | null }

/** A receiver that did not take a message, in words without anything secret. */
export class NotTaken extends Error {
  override name = 'NotTaken'
  constructor(
    sentence: string,
    /** How long the receiver asked to be left alone. */
    readonly retryAfterMs: number = 0,
  ) {
    super(sentence)
  }
}

/** The message as plain text. */
export function inText({ told, more }: Message): string {
  if (told.length === 0) return 'This is a test of Fleetwarden. Messages arrive here.'
  const parts = told.map(
    ({ severity, title, body, url, drill }) =>
      `${drill ? 'EXERCISE. ' : ''}[${severity}] ${title}\n${body ? `${body}\n` : ''}${url}`,
  )
  return [...parts, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n\n')
}
