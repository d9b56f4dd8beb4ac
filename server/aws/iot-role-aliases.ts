import { DescribeRoleAliasCommand, type IoTClient, ListRoleAliasesCommand } from '@aws-sdk/client-iot'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name } from './fields.ts'
import { orNull, type PageSizes, parseItems, walk } from './pages.ts'

/** What devices trade their certificate for: aliases of IAM roles. */
export function roleAliasOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    roleAliases: () =>
      walk('ListRoleAliases', undefined, async (marker) => {
        const answer = await call('ListRoleAliases', () =>
          client.send(new ListRoleAliasesCommand({ marker, pageSize: pages.list })),
        )
        return { items: parseItems(name, answer.roleAliases, tally), next: answer.nextMarker }
      }),

    /** Null when there is no such alias. */
    async roleAlias(roleAlias: string) {
      const answer = await orNull(
        call('DescribeRoleAlias', () => client.send(new DescribeRoleAliasCommand({ roleAlias }))),
      )
      return answer && asTold(answer.roleAliasDescription ?? {})
    },
  }
}
