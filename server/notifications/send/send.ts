import type { Sending } from '../settings.ts'
import { sendEmail } from './email.ts'
import { type Message, NotTaken, type Receiver } from './message.ts'
import { sendPagerDuty } from './pagerduty.ts'
import { sendSlack } from './slack.ts'
import { sendWebhook } from './webhook.ts'

/** Sends one message to one receiver. Throws NotTaken, in words without anything secret, when it may not have arrived. */
export async function send(receiver: Receiver, message: Message, sending: Sending): Promise<void> {
  switch (receiver.kind) {
    case 'email':
      return sendEmail(receiver, message, sending)
    case 'slack':
      return sendSlack(receiver, message)
    case 'webhook':
      return sendWebhook(receiver, message)
    case 'pagerduty':
      return sendPagerDuty(receiver, message, sending.pagerDutyUrl)
    default:
      throw new NotTaken('This version does not know this kind of channel.')
  }
}
