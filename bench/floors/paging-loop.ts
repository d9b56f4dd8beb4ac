import http from 'node:http'
import {
  DescribeCertificateCommand,
  DescribeJobCommand,
  GetJobDocumentCommand,
  IoTClient,
  ListCertificatesCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsV2Command,
  paginateListJobExecutionsForJob,
  paginateListJobs,
  paginateListPolicies,
  SearchIndexCommand,
} from '@aws-sdk/client-iot'

/**
 * The floor of a first sync: what it costs just to ask AWS for the same records with the bare SDK and drop the answers.
 * A process of its own, so that its CPU can be compared; `parts` leaves some of it out.
 */
const inFlight = Number(process.env.IN_FLIGHT ?? 16)
const parts = new Set((process.env.PARTS ?? 'things,certificates,details,principals,targets').split(','))
const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 64 })
const iot = new IoTClient({ maxAttempts: 1, requestHandler: { httpAgent } })

const from = performance.now()
const things: string[] = []
const certificates: string[] = []
if (parts.has('things')) await pageThings()
if (parts.has('certificates')) await pageCertificates()
await Promise.all([
  parts.has('details') && describeAll(),
  parts.has('principals') && askPrincipals(),
  parts.has('targets') && pageTargets(),
  parts.has('jobs') && readJobs(),
])
const ms = performance.now() - from
console.log(JSON.stringify({ things: things.length, certificates: certificates.length, ms }))

async function pageThings() {
  for (let nextToken: string | undefined; ; ) {
    const page = await iot.send(new SearchIndexCommand({ queryString: '*', maxResults: 100, nextToken }))
    for (const { thingName } of page.things ?? []) if (thingName) things.push(thingName)
    nextToken = page.nextToken
    if (!nextToken) return
  }
}

async function pageCertificates() {
  for (let marker: string | undefined; ; ) {
    const page = await iot.send(new ListCertificatesCommand({ pageSize: 250, marker }))
    for (const { certificateId } of page.certificates ?? []) if (certificateId) certificates.push(certificateId)
    marker = page.nextMarker
    if (!marker) return
  }
}

async function describeAll() {
  await atOnce(certificates, (certificateId) => iot.send(new DescribeCertificateCommand({ certificateId })))
}

async function askPrincipals() {
  await atOnce(things, (thingName) => iot.send(new ListThingPrincipalsV2Command({ thingName })))
}

async function pageTargets() {
  for await (const { policies } of paginateListPolicies({ client: iot, pageSize: 250 }, {}))
    for (const { policyName } of policies ?? [])
      for (let marker: string | undefined; ; ) {
        const page = await iot.send(new ListTargetsForPolicyCommand({ policyName, pageSize: 250, marker }))
        marker = page.nextMarker
        if (!marker) break
      }
}

async function readJobs() {
  for await (const { jobs } of paginateListJobs({ client: iot, pageSize: 250 }, {}))
    for (const { jobId } of jobs ?? []) {
      await iot.send(new DescribeJobCommand({ jobId }))
      await iot.send(new GetJobDocumentCommand({ jobId }))
      for await (const _ of paginateListJobExecutionsForJob({ client: iot, pageSize: 250 }, { jobId })) {
        // Asked for, and dropped.
      }
    }
}

async function atOnce<T>(items: T[], send: (item: T) => Promise<unknown>) {
  let at = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let item = items[at++]; item !== undefined; item = items[at++]) await send(item)
    }),
  )
}
