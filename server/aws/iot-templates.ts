import {
  DescribeProvisioningTemplateCommand,
  type IoTClient,
  ListProvisioningTemplatesCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name } from './fields.ts'
import { orNull, type PageSizes, parseItems, walk } from './pages.ts'

const listed = z.object({ templateName: name })

/** The templates that devices are provisioned by. */
export function templateOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    provisioningTemplates: () =>
      walk('ListProvisioningTemplates', undefined, async (nextToken) => {
        const answer = await call('ListProvisioningTemplates', () =>
          client.send(new ListProvisioningTemplatesCommand({ nextToken, maxResults: pages.list })),
        )
        const items = parseItems(listed, answer.templates, tally)
        return { items: items.map(({ templateName }) => templateName), next: answer.nextToken }
      }),

    /** Null when there is no such template. */
    async provisioningTemplate(templateName: string) {
      const answer = await orNull(
        call('DescribeProvisioningTemplate', () =>
          client.send(new DescribeProvisioningTemplateCommand({ templateName })),
        ),
      )
      return answer && asTold(answer)
    },
  }
}
