import type { AwsObject } from '#server/findings/objects.ts'
import { collector, minutes, type Source, single } from '../collector.ts'
import { describedAll, keepParts, type Parts, readParts } from '../parts.ts'

export default collector({
  title: 'Account settings',
  brings: 'settings of logging, index, events, endpoints and provisioning',
  everyMs: minutes(15),
  needs: [
    'iot:GetV2LoggingOptions',
    'iot:ListV2LoggingLevels',
    'iot:GetIndexingConfiguration',
    'iot:DescribeEventConfigurations',
    'iot:ListDomainConfigurations',
    'iot:DescribeDomainConfiguration',
    'iot:ListProvisioningTemplates',
    'iot:DescribeProvisioningTemplate',
    'iot:ListRoleAliases',
    'iot:DescribeRoleAlias',
  ],
  ways: { settings: single<Parts>({ read: readSettings, keep: keepParts }) },
})

const one = (facts: unknown): AwsObject[] => [{ name: 'account', facts }]

function readSettings(source: Source): Promise<Parts> {
  const { aws } = source
  return readParts(source, [
    { kind: 'logging', read: async () => one(await readLogging(source)) },
    { kind: 'index-configuration', read: async () => one(await aws.iot.indexingSettings()) },
    { kind: 'event-configurations', read: async () => one(await aws.iot.eventConfigurations()) },
    {
      kind: 'domain-configuration',
      read: () => describedAll(aws.iot.domainConfigurations(), (name) => aws.iot.domainConfiguration(name)),
    },
    {
      kind: 'provisioning-template',
      read: () => describedAll(aws.iot.provisioningTemplates(), (name) => aws.iot.provisioningTemplate(name)),
    },
    { kind: 'role-alias', read: () => describedAll(aws.iot.roleAliases(), (name) => aws.iot.roleAlias(name)) },
  ])
}

async function readLogging({ aws }: Source) {
  const options = await aws.iot.loggingSettings()
  return options
    ? { ...options, configured: true, levels: await aws.iot.loggingLevels() }
    : { configured: false, levels: [] }
}
