import {
  DescribeEventConfigurationsCommand,
  GetIndexingConfigurationCommand,
  GetV2LoggingOptionsCommand,
  type IoTClient,
  ListV2LoggingLevelsCommand,
} from '@aws-sdk/client-iot'
import { asTold } from './as-told.ts'
import type { Call } from './call.ts'
import { orNotConfigured } from './iot-logging.ts'
import { type PageSizes, walk } from './pages.ts'

/** What an account is set to: what it logs, indexes and tells events of. */
export function accountOperations(client: IoTClient, call: Call, pages: PageSizes) {
  return {
    /** Everything AWS says of logging; null when it was never configured, or in the old way. */
    async loggingSettings() {
      const answer = await orNotConfigured(
        call('GetV2LoggingOptions', () => client.send(new GetV2LoggingOptionsCommand({ verbose: true }))),
      )
      return answer && asTold(answer)
    },

    /** The levels of single groups, clients, addresses and principals; none where logging was never configured. */
    async loggingLevels(): Promise<unknown[]> {
      const levels: unknown[] = []
      const listed = walk('ListV2LoggingLevels', undefined, async (nextToken) => {
        const answer = await orNotConfigured(
          call('ListV2LoggingLevels', () =>
            client.send(new ListV2LoggingLevelsCommand({ nextToken, maxResults: pages.list })),
          ),
        )
        return { items: (answer?.logTargetConfigurations ?? []).map(asTold), next: answer?.nextToken }
      })
      for await (const { items } of listed) levels.push(...items)
      return levels
    },

    async indexingSettings() {
      const answer = await call('GetIndexingConfiguration', () => client.send(new GetIndexingConfigurationCommand({})))
      return asTold(answer)
    },

    async eventConfigurations() {
      const answer = await call('DescribeEventConfigurations', () =>
        client.send(new DescribeEventConfigurationsCommand({})),
      )
      return asTold(answer)
    },
  }
}
