import { createTransport } from 'nodemailer'
import type { Sending } from '../settings.ts'
import { smtpMissing } from '../settings.ts'
import { inText, type Message, NotTaken, type Receiver } from './message.ts'

const patienceMs = 10_000

/**
 * Hands a message to the SMTP server, which either takes it for every address or throws. Its Message-ID is the same in
 * every attempt, and most mailboxes show one of two that are alike; SMTP itself promises no more than at least once.
 */
export async function sendEmail({ target }: Receiver, message: Message, sending: Sending): Promise<void> {
  if (!sending.smtpUrl) throw new NotTaken(smtpMissing)
  if (!target) throw new NotTaken('There is no address to send to.')
  const transport = createTransport({
    url: sending.smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // A message is text: nothing in it may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const { rejected } = await transport.sendMail({
      from: sending.mailFrom,
      to: target.split(',').map((address) => address.trim()),
      subject: `[Fleetwarden] ${message.subject}`,
      text: inText(message),
      attachments: message.attachments?.map(({ name, content }) => ({ filename: name, content })),
      messageId: `<${message.key}@${new URL(sending.baseUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    if (rejected.length > 0) throw new NotTaken(`The mail server did not take ${rejected.length} of the addresses.`)
  } catch (error) {
    if (error instanceof NotTaken) throw error
    const words = error instanceof Error ? error.message : String(error)
    throw new NotTaken(`The mail server did not take it: ${withoutLogin(words, sending.smtpUrl).slice(0, 200)}`)
  } finally {
    transport.close()
  }
}

// Servers quote what they do not like.
function withoutLogin(words: string, smtpUrl: string): string {
  const { username, password } = new URL(smtpUrl)
  return [password, decodeURIComponent(password), username]
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '…'), words)
}
