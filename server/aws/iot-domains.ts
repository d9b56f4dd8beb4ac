import {
  DescribeDomainConfigurationCommand,
  type IoTClient,
  ListDomainConfigurationsCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name } from './fields.ts'
import { orNull, type PageSizes, parseItems, walk } from './pages.ts'

const listed = z.object({ domainConfigurationName: name })

/** The endpoints devices connect to, with their TLS settings and server certificates. */
export function domainOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    domainConfigurations: () =>
      walk('ListDomainConfigurations', undefined, async (marker) => {
        const answer = await call('ListDomainConfigurations', () =>
          client.send(new ListDomainConfigurationsCommand({ marker, pageSize: pages.list })),
        )
        const items = parseItems(listed, answer.domainConfigurations, tally)
        return { items: items.map((one) => one.domainConfigurationName), next: answer.nextMarker }
      }),

    /** Null when there is no such configuration. */
    async domainConfiguration(domainConfigurationName: string) {
      const answer = await orNull(
        call('DescribeDomainConfiguration', () =>
          client.send(new DescribeDomainConfigurationCommand({ domainConfigurationName })),
        ),
      )
      return answer && asTold(answer)
    },
  }
}
