import {
  DescribeCACertificateCommand,
  DescribeCertificateCommand,
  type IoTClient,
  ListCACertificatesCommand,
  ListCertificatesCommand,
  ListPrincipalThingsCommand,
  ListPrincipalThingsV2Command,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { type Call, emptyTally, type Tally } from './call.ts'
import { isFailure } from './failure.ts'
import {
  name,
  optionalDate,
  optionalInt,
  optionalLabel,
  optionalName,
  optionalText,
  reference,
  status,
} from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const listedCertificate = z.object({
  certificateId: name,
  certificateArn: optionalText,
  status,
  certificateMode: optionalLabel,
  creationDate: optionalDate,
})

const validity = z.object({ notBefore: optionalDate, notAfter: optionalDate }).optional().catch(undefined)

const certificate = z.object({
  certificateId: name,
  certificateArn: optionalText,
  caCertificateId: optionalName,
  status: optionalLabel,
  certificatePem: optionalText,
  ownedBy: optionalText,
  previousOwnedBy: optionalText,
  lastModifiedDate: optionalDate,
  customerVersion: optionalInt,
  generationId: optionalText,
  certificateMode: optionalLabel,
  validity,
  transferData: z
    .object({
      transferMessage: optionalText,
      rejectReason: optionalText,
      transferDate: optionalDate,
      acceptDate: optionalDate,
      rejectDate: optionalDate,
    })
    .optional()
    .catch(undefined),
})

const listedCa = z.object({ certificateId: name, certificateArn: optionalText, status, creationDate: optionalDate })

const caCertificate = z.object({
  certificateDescription: z.object({
    certificateId: name,
    certificateArn: optionalText,
    status: optionalLabel,
    certificatePem: optionalText,
    ownedBy: optionalText,
    creationDate: optionalDate,
    autoRegistrationStatus: optionalLabel,
    lastModifiedDate: optionalDate,
    customerVersion: optionalInt,
    generationId: optionalText,
    certificateMode: optionalLabel,
    validity,
  }),
  registrationConfig: z
    .object({ templateBody: optionalText, roleArn: optionalText, templateName: optionalText })
    .optional()
    .catch(undefined),
})

const principal = z.object({ principal: reference, thingPrincipalType: optionalLabel })
const attachedThing = z.object({ thingName: name, thingPrincipalType: optionalLabel })

export type ListedCertificate = z.infer<typeof listedCertificate>
export type DescribedCertificate = z.infer<typeof certificate>
export type ListedCaCertificate = z.infer<typeof listedCa>
export type ThingPrincipal = { principal: string; exclusive: boolean }
export type PrincipalThing = { thingName: string; exclusive: boolean }

const isExclusive = (type: string | undefined) => type === 'EXCLUSIVE_THING'

/** Certificates, CA certificates, and what things they are attached to. These page by marker. */
export function certificateOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  // An endpoint without the V2 operations is asked the old way from then on; only exclusivity is lost.
  let v2 = true

  async function withFallback<T>(newer: (told: Tally) => Promise<T[]>, older: () => Promise<T[]>): Promise<T[]> {
    if (!v2) return older()
    const told = emptyTally()
    try {
      const answer = await newer(told)
      tally.skipped += told.skipped
      // No list is no empty list, and would take every attachment away: the older operation is asked, too.
      return told.unlisted && answer.length === 0 ? await older() : answer
    } catch (error) {
      if (!isFailure(error, 'unavailable', 'denied')) throw error
      const answer = await older()
      v2 = false
      return answer
    }
  }

  return {
    certificates: (token?: string) =>
      walk('ListCertificates', token, async (marker) => {
        const input = { marker, pageSize: pages.list, ascendingOrder: true }
        const answer = await call('ListCertificates', () => client.send(new ListCertificatesCommand(input)))
        return { items: parseItems(listedCertificate, answer.certificates, tally), next: answer.nextMarker }
      }),

    /** Null when there is no such certificate. */
    async certificate(certificateId: string) {
      const answer = await orNull(
        call('DescribeCertificate', () => client.send(new DescribeCertificateCommand({ certificateId }))),
      )
      return answer && parseAnswer(certificate, 'DescribeCertificate', answer.certificateDescription)
    },

    caCertificates: (token?: string) =>
      walk('ListCACertificates', token, async (marker) => {
        const input = { marker, pageSize: pages.list, ascendingOrder: true }
        const answer = await call('ListCACertificates', () => client.send(new ListCACertificatesCommand(input)))
        return { items: parseItems(listedCa, answer.certificates, tally), next: answer.nextMarker }
      }),

    async caCertificate(certificateId: string) {
      const answer = await orNull(
        call('DescribeCACertificate', () => client.send(new DescribeCACertificateCommand({ certificateId }))),
      )
      return answer && parseAnswer(caCertificate, 'DescribeCACertificate', answer)
    },

    /** All principals of a thing; null when there is no such thing. */
    thingPrincipals: (thingName: string): Promise<ThingPrincipal[] | null> =>
      orNull(
        withFallback(
          (told) =>
            all(
              walk('ListThingPrincipalsV2', undefined, async (nextToken) => {
                const input = { thingName, nextToken, maxResults: pages.list }
                const answer = await call('ListThingPrincipalsV2', () =>
                  client.send(new ListThingPrincipalsV2Command(input)),
                )
                const items = parseItems(principal, answer.thingPrincipalObjects, told)
                return {
                  items: items.map((p) => ({ principal: p.principal, exclusive: isExclusive(p.thingPrincipalType) })),
                  next: answer.nextToken,
                }
              }),
            ),
          () =>
            all(
              walk('ListThingPrincipals', undefined, async (nextToken) => {
                const input = { thingName, nextToken, maxResults: pages.list }
                const answer = await call('ListThingPrincipals', () =>
                  client.send(new ListThingPrincipalsCommand(input)),
                )
                const items = parseItems(reference, answer.principals, tally)
                return { items: items.map((one) => ({ principal: one, exclusive: false })), next: answer.nextToken }
              }),
            ),
        ),
      ),

    /** All things of a certificate, by its ARN; null when there is no such certificate. */
    principalThings: (arn: string): Promise<PrincipalThing[] | null> =>
      orNull(
        withFallback(
          (told) =>
            all(
              walk('ListPrincipalThingsV2', undefined, async (nextToken) => {
                const input = { principal: arn, nextToken, maxResults: pages.list }
                const answer = await call('ListPrincipalThingsV2', () =>
                  client.send(new ListPrincipalThingsV2Command(input)),
                )
                const items = parseItems(attachedThing, answer.principalThingObjects, told)
                return {
                  items: items.map((t) => ({ thingName: t.thingName, exclusive: isExclusive(t.thingPrincipalType) })),
                  next: answer.nextToken,
                }
              }),
            ),
          () =>
            all(
              walk('ListPrincipalThings', undefined, async (nextToken) => {
                const input = { principal: arn, nextToken, maxResults: pages.list }
                const answer = await call('ListPrincipalThings', () =>
                  client.send(new ListPrincipalThingsCommand(input)),
                )
                const items = parseItems(name, answer.things, tally)
                return { items: items.map((thingName) => ({ thingName, exclusive: false })), next: answer.nextToken }
              }),
            ),
        ),
      ),
  }
}

async function all<T>(pages: AsyncIterable<{ items: T[] }>): Promise<T[]> {
  const items: T[] = []
  for await (const page of pages) for (const item of page.items) items.push(item)
  return items
}
