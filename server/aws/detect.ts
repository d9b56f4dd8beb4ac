import {
  DescribeSecurityProfileCommand,
  type IoTClient,
  ListActiveViolationsCommand,
  ListSecurityProfilesCommand,
  ListTargetsForSecurityProfileCommand,
  ListViolationEventsCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalLabel, optionalText, reference, status } from './fields.ts'
import { orNull, type PageSizes, parseItems, walk } from './pages.ts'

const profile = z.object({ name })
const target = z.object({ arn: reference })

const about = {
  violationId: name,
  thingName: name,
  securityProfileName: name,
  behavior: z.looseObject({ name, metric: optionalLabel }),
  verificationState: optionalLabel,
  verificationStateDescription: optionalText,
}
const violation = z.object({
  ...about,
  lastViolationValue: z.unknown(),
  lastViolationTime: optionalDate,
  violationStartTime: optionalDate,
})
const event = z.object({
  ...about,
  metricValue: z.unknown(),
  violationEventType: status,
  violationEventTime: z.date(),
})

type Raw = { raw: unknown }
export type Violation = z.infer<typeof violation> & Raw
export type ViolationEvent = z.infer<typeof event> & Raw

/** Device Defender Detect, which is closed to new customers since 31 August 2026. */
export function detectOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    securityProfiles: () =>
      walk('ListSecurityProfiles', undefined, async (nextToken) => {
        const answer = await call('ListSecurityProfiles', () =>
          client.send(new ListSecurityProfilesCommand({ nextToken, maxResults: pages.list })),
        )
        const items = parseItems(profile, answer.securityProfileIdentifiers, tally)
        return { items: items.map((one) => one.name), next: answer.nextToken }
      }),

    /** With the ARNs it is attached to; null when there is no such profile. */
    async securityProfile(securityProfileName: string) {
      const answer = await orNull(
        call('DescribeSecurityProfile', () => client.send(new DescribeSecurityProfileCommand({ securityProfileName }))),
      )
      if (!answer) return null
      const targets: string[] = []
      const attached = walk('ListTargetsForSecurityProfile', undefined, async (nextToken) => {
        const input = { securityProfileName, nextToken, maxResults: pages.list }
        const page = await call('ListTargetsForSecurityProfile', () =>
          client.send(new ListTargetsForSecurityProfileCommand(input)),
        )
        return { items: parseItems(target, page.securityProfileTargets, tally), next: page.nextToken }
      })
      for await (const { items } of attached) targets.push(...items.map(({ arn }) => arn))
      return { ...asTold(answer), targets }
    },

    activeViolations: (token?: string) =>
      walk('ListActiveViolations', token, async (nextToken) => {
        const answer = await call('ListActiveViolations', () =>
          client.send(new ListActiveViolationsCommand({ nextToken, maxResults: pages.list })),
        )
        const said = new Map((answer.activeViolations ?? []).map((one) => [one?.violationId, one]))
        const items: Violation[] = parseItems(violation, answer.activeViolations, tally).map((one) => ({
          ...one,
          raw: asTold(said.get(one.violationId) ?? {}),
        }))
        return { items, next: answer.nextToken }
      }),

    /** What began, ended or was invalidated in a time; AWS keeps 30 days. */
    violationEvents: (startTime: Date, endTime: Date) =>
      walk('ListViolationEvents', undefined, async (nextToken) => {
        const input = { startTime, endTime, nextToken, maxResults: pages.list }
        const answer = await call('ListViolationEvents', () => client.send(new ListViolationEventsCommand(input)))
        const key = (one: { violationId?: unknown; violationEventType?: unknown; violationEventTime?: unknown }) =>
          `${one?.violationId} ${one?.violationEventType} ${Number(one?.violationEventTime)}`
        const said = new Map((answer.violationEvents ?? []).map((one) => [key(one), one]))
        const items: ViolationEvent[] = parseItems(event, answer.violationEvents, tally).map((one) => ({
          ...one,
          raw: asTold(said.get(key(one)) ?? {}),
        }))
        return { items, next: answer.nextToken }
      }),
  }
}
