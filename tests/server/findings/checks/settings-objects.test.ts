import { expect, test } from 'vitest'
import type { CheckId } from '#generated/checks.ts'
import { anObject, ask } from './ask.ts'

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const endpoint = (facts: object) => ({ domainConfigurationStatus: 'ENABLED', domainName: 'iot.example.com', ...facts })
const tls = (securityPolicy: string) => endpoint({ tlsConfig: { securityPolicy } })
const serving = (...statuses: (string | null)[]) =>
  endpoint({
    serverCertificates: statuses.map((serverCertificateStatus, at) => ({
      serverCertificateArn: `arn:aws:acm:eu-west-1:123456789012:certificate/${at}`,
      serverCertificateStatus,
    })),
  })
const template = (facts: object) => ({
  templateName: 'pumps',
  templateArn: arn('provisioningtemplate/pumps'),
  type: 'FLEET_PROVISIONING',
  enabled: true,
  ...facts,
})
const making = (PolicyDocument: unknown) =>
  template({
    templateBody: JSON.stringify({
      Resources: {
        policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument } },
        thing: { Type: 'AWS::IoT::Thing' },
      },
    }),
  })
const policy = (Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource }],
})
const own = policy(arn('client/$' + '{iot:Connection.Thing.ThingName}'))

const table: [CheckId, string, unknown, string, Record<string, number>?][] = [
  ['role-alias-long-lived-credentials', 'an hour', { credentialDurationSeconds: 3600 }, 'passes'],
  ['role-alias-long-lived-credentials', 'a second more', { credentialDurationSeconds: 3601 }, 'low'],
  [
    'role-alias-long-lived-credentials',
    'as allowed',
    { credentialDurationSeconds: 43_200 },
    'passes',
    { minutes: 720 },
  ],
  ['role-alias-long-lived-credentials', 'not told', {}, 'unknown'],

  ['domain-configuration-old-tls', '1.3', tls('IoTSecurityPolicy_TLS13_1_3_2022_10'), 'passes'],
  ['domain-configuration-old-tls', '1.2 and 1.3', tls('IoTSecurityPolicy_TLS13_1_2_2022_10'), 'passes'],
  ['domain-configuration-old-tls', '1.2', tls('IoTSecurityPolicy_TLS12_1_2_2022_10'), 'passes'],
  ['domain-configuration-old-tls', 'of 2016', tls('IoTSecurityPolicy_TLS12_1_0_2016_01'), 'medium'],
  ['domain-configuration-old-tls', 'of 2015', tls('IoTSecurityPolicy_TLS12_1_0_2015_01'), 'medium'],
  ['domain-configuration-old-tls', 'a future one', tls('IoTSecurityPolicy_PQ_2030'), 'unknown'],
  ['domain-configuration-old-tls', 'not told', endpoint({}), 'unknown'],
  ['domain-configuration-old-tls', 'another shape', 'text', 'unknown'],
  [
    'domain-configuration-old-tls',
    'switched off',
    { ...tls('IoTSecurityPolicy_TLS12_1_0_2015_01'), domainConfigurationStatus: 'DISABLED' },
    'not about',
  ],

  ['domain-configuration-ailing-server-certificate', 'valid', serving('VALID'), 'passes'],
  ['domain-configuration-ailing-server-certificate', 'one of two', serving('VALID', 'INVALID'), 'high'],
  ['domain-configuration-ailing-server-certificate', 'AWS’s own', serving(), 'passes'],
  ['domain-configuration-ailing-server-certificate', 'not told', serving(null), 'unknown'],
  ['domain-configuration-ailing-server-certificate', 'another shape', 7, 'unknown'],
  [
    'domain-configuration-ailing-server-certificate',
    'switched off',
    { ...serving('INVALID'), domainConfigurationStatus: 'DISABLED' },
    'not about',
  ],

  ['provisioning-template-without-hook', 'with', template({ preProvisioningHook: { targetArn: 'arn:…' } }), 'passes'],
  ['provisioning-template-without-hook', 'without', template({}), 'medium'],
  ['provisioning-template-without-hook', 'of JITP', template({ type: 'JITP' }), 'not about'],
  ['provisioning-template-without-hook', 'off', template({ enabled: false }), 'not about'],
  ['provisioning-template-without-hook', 'another shape', [], 'unknown'],

  ['provisioning-template-wide-policy', 'its own client ID', making(own), 'passes'],
  ['provisioning-template-wide-policy', 'the same as text', making(JSON.stringify(own)), 'passes'],
  ['provisioning-template-wide-policy', 'any client ID', making(policy(arn('client/*'))), 'high'],
  ['provisioning-template-wide-policy', 'any, as text', making(JSON.stringify(policy(arn('client/*')))), 'high'],
  ['provisioning-template-wide-policy', 'a policy by name', making(undefined), 'passes'],
  ['provisioning-template-wide-policy', 'no body', template({}), 'unknown'],
  ['provisioning-template-wide-policy', 'a body that is no JSON', template({ templateBody: '{' }), 'unknown'],
  ['provisioning-template-wide-policy', 'off', template({ enabled: false }), 'not about'],
]

test.each(table)('%s: %s', (id, _name, facts, expected, numbers) => {
  expect(ask(id, anObject(facts), numbers)).toBe(expected)
})
