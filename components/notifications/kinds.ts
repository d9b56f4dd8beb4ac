import type { ChannelKind } from '#contract/notifications.ts'

/** What a channel of a kind is called, and what it is given. */
export const kindWords: Record<ChannelKind, { word: string; to: string | null; secret: string | null }> = {
  email: { word: 'E-mail', to: 'Addresses, separated by commas', secret: null },
  slack: { word: 'Slack', to: 'Address of the incoming webhook', secret: null },
  webhook: { word: 'Webhook', to: 'Address', secret: 'Secret that signs the messages' },
  pagerduty: { word: 'PagerDuty', to: null, secret: 'Routing key of the integration' },
}
