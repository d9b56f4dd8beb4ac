import type { GreengrassV2Client } from '@aws-sdk/client-greengrassv2'
import type { IoTClient } from '@aws-sdk/client-iot'
import type { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import type { Call, Tally } from './call.ts'
import { defenderAsking } from './defender-asking.ts'
import { greengrassAsking } from './greengrass.ts'
import { certificateOperations } from './iot-certificates.ts'
import { dataOperations } from './iot-data.ts'
import { policyOperations } from './iot-policies.ts'
import { responseOperations } from './iot-response.ts'
import { thingOperations } from './iot-things.ts'
import { jobAsking } from './job-asking.ts'
import type { PaceSettings } from './pace.ts'
import type { PageSizes } from './pages.ts'
import { defaultRate } from './quotas.ts'

/** What a response action sees of AWS: reads to plan and to prove, and the few operations that change something. */
export type ResponderAws = ReturnType<typeof responderOperations>

type Clients = { iot: IoTClient; data: () => Promise<IoTDataPlaneClient>; greengrass: () => GreengrassV2Client }

/** Everything a response may ask of AWS, and nothing else: paced, retried and parsed like a collector's calls. */
export function responderOperations(
  { iot, data, greengrass }: Clients,
  call: Call,
  callGreengrass: Call,
  tally: Tally,
  { pages, pace }: { pages: PageSizes; pace: PaceSettings },
) {
  const { certificate, certificates, thingPrincipals, principalThings } = certificateOperations(iot, call, tally, pages)
  const { attachedPolicies } = policyOperations(iot, call, tally, pages)
  const { thingsInThingGroup } = thingOperations(iot, call, tally, pages)
  return {
    /** Calls a second that are ours of an operation's quota; the default quota's where nothing is paced. */
    perSecond: (operation: string): number => defaultRate(operation) * pace.share * (pace.scale || 1),
    describeCertificate: certificate,
    /** Pages of all certificates with their status. */
    listCertificates: certificates,
    thingPrincipals,
    principalThings,
    attachedPolicies,
    /** Pages of the names of a group's direct members. */
    thingsInGroup: thingsInThingGroup,
    ...jobAsking(iot, call, tally, pages),
    ...greengrassAsking(greengrass, callGreengrass, tally),
    ...responseOperations(iot, call, tally, pages),
    ...defenderAsking(iot, call, tally, pages),
    ...dataOperations(data, call),
  }
}
