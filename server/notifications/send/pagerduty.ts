import type { Severity } from '#contract/incidents.ts'
import { worst } from '../rules.ts'
import { inText, type Message, NotTaken, type Receiver } from './message.ts'
import { post } from './post.ts'

// Events API v2 knows four.
const severities: Record<Severity, string> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
}

/**
 * Sends an event of PagerDuty's Events API v2: one dedup_key for each incident, triggered, and resolved when it is over.
 * What arrives twice under one key is one alert there: once, whatever happens between.
 */
export async function sendPagerDuty({ secret }: Receiver, message: Message, url: string): Promise<void> {
  if (!secret) throw new NotTaken('The channel has no routing key.')
  await post(url, JSON.stringify({ routing_key: secret, ...pagerDutyEvent(message) }))
}

/** The event without its routing key. */
function pagerDutyEvent(message: Message) {
  const { key, subject, told, thread, ends, baseUrl } = message
  const dedup_key = thread ?? key
  if (ends) return { event_action: 'resolve', dedup_key }
  return {
    event_action: 'trigger',
    dedup_key,
    client: 'Fleetwarden',
    client_url: told[0]?.url ?? baseUrl,
    payload: {
      summary: subject.slice(0, 1_024),
      source: new URL(baseUrl).host,
      severity: severities[worst(told.map(({ severity }) => severity))],
      timestamp: told[0]?.at,
      component: told[0]?.about,
      custom_details: { text: inText(message) },
    },
    links: told.slice(0, 10).map(({ url, title }) => ({ href: url, text: title })),
  }
}
