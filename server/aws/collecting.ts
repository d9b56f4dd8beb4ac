import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { GreengrassV2Client } from '@aws-sdk/client-greengrassv2'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { IoTClient } from '@aws-sdk/client-iot'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { Call, Tally } from './call.ts'
import { defenderOperations } from './defender.ts'
import { mitigationOperations } from './defender-mitigation.ts'
import { detectOperations } from './detect.ts'
import { greengrassOperations } from './greengrass.ts'
import { roleOperations } from './iam.ts'
import { accountOperations } from './iot-account.ts'
import { certificateOperations } from './iot-certificates.ts'
import { domainOperations } from './iot-domains.ts'
import { loggingOperations } from './iot-logging.ts'
import { policyOperations } from './iot-policies.ts'
import { roleAliasOperations } from './iot-role-aliases.ts'
import { templateOperations } from './iot-templates.ts'
import { thingOperations } from './iot-things.ts'
import { jobOperations } from './jobs.ts'
import { logOperations } from './logs.ts'
import { packageOperations } from './packages.ts'
import type { PageSizes } from './pages.ts'
import { queueOperations } from './queue.ts'

/** What a collector sees of AWS: one function per operation, paced, retried and parsed. */
export type Aws = ReturnType<typeof collectorOperations>

/** The clients of the services that collectors read; those that few accounts need are made when they are asked for. */
type Clients = {
  iot: IoTClient
  logs: () => CloudWatchLogsClient
  queue: () => SQSClient
  iam: () => IAMClient
  greengrass: () => GreengrassV2Client
}

/** Everything a collector may ask of AWS, for one pass. `calling` makes the way calls to a service go. */
export function collectorOperations(
  { iot, logs, queue, iam, greengrass }: Clients,
  calling: (service: string) => Call,
  { tally, signal, pages }: { tally: Tally; signal: AbortSignal; pages: PageSizes },
) {
  const call = calling('iot')
  return {
    iot: {
      ...loggingOperations(iot, call),
      ...thingOperations(iot, call, tally, pages),
      ...certificateOperations(iot, call, tally, pages),
      ...policyOperations(iot, call, tally, pages),
      ...accountOperations(iot, call, pages),
      ...domainOperations(iot, call, tally, pages),
      ...templateOperations(iot, call, tally, pages),
      ...roleAliasOperations(iot, call, tally, pages),
    },
    defender: {
      ...defenderOperations(iot, call, tally, pages),
      ...mitigationOperations(iot, call, tally, pages),
      ...detectOperations(iot, call, tally, pages),
    },
    jobs: jobOperations(iot, call, tally, pages),
    packages: packageOperations(iot, call, tally),
    greengrass: greengrassOperations(greengrass, calling('greengrass'), tally),
    logs: logOperations(logs, calling('logs'), tally, signal),
    queue: queueOperations(queue, calling('sqs'), tally),
    iam: roleOperations(iam, calling('iam'), tally),
  }
}
