import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import {
  DescribeDomainConfigurationCommand,
  DescribeEventConfigurationsCommand,
  DescribeProvisioningTemplateCommand,
  DescribeRoleAliasCommand,
  ListDomainConfigurationsCommand,
  ListProvisioningTemplatesCommand,
  ListRoleAliasesCommand,
  UpdateEventConfigurationsCommand,
} from '@aws-sdk/client-iot'
import { expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'demo', bornAt: new Date(), broker: 'off' })

test('endpoints say what TLS they take, and how their certificates are', async () => {
  const { domainConfigurations = [] } = await aws.iot().send(new ListDomainConfigurationsCommand({ pageSize: 3 }))
  expect(domainConfigurations).toHaveLength(3)
  const describe = (domainConfigurationName: string) =>
    aws.iot().send(new DescribeDomainConfigurationCommand({ domainConfigurationName }))
  expect(await describe('legacy-gateways')).toMatchObject({
    domainType: 'CUSTOMER_MANAGED',
    tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS12_1_0_2016_01' },
    serverCertificates: [{ serverCertificateStatus: 'VALID' }],
  })
  expect(await describe('partner-ingest')).toMatchObject({
    serverCertificates: [{ serverCertificateStatus: 'INVALID', serverCertificateStatusDetail: expect.any(String) }],
  })
  expect(await describe('iot:Data-ATS')).toMatchObject({ domainType: 'ENDPOINT', serviceType: 'DATA' })
  await expectRefusal(describe('none'), 'ResourceNotFoundException', 404)
})

test('templates say who is asked before a device is registered', async () => {
  const { templates = [] } = await aws.iot().send(new ListProvisioningTemplatesCommand({}))
  expect(templates.map(({ templateName }) => templateName)).toContain('partner-line')
  const hookOf = async (templateName: string) =>
    (await aws.iot().send(new DescribeProvisioningTemplateCommand({ templateName }))).preProvisioningHook
  expect(await hookOf('line-onboarding')).toMatchObject({ targetArn: expect.stringContaining('onboarding-gate') })
  expect(await hookOf('partner-line')).toBeUndefined()
})

test('role aliases lead to roles, whose trust IAM tells', async () => {
  const { roleAliases } = await aws.iot().send(new ListRoleAliasesCommand({ ascendingOrder: true }))
  expect(roleAliases).toEqual(['field-diagnostics', 'gateway-upload'])
  const asked = new DescribeRoleAliasCommand({ roleAlias: 'gateway-upload' })
  const { roleAliasDescription } = await aws.iot().send(asked)
  expect(roleAliasDescription?.roleArn).toBe('arn:aws:iam::123456789012:role/GatewayUpload')
  const trustOf = async (RoleName: string) => {
    const { Role } = await aws.iam().send(new GetRoleCommand({ RoleName }))
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as { Statement: object[] }
  }
  expect((await trustOf('AuditRole')).Statement[0]).not.toHaveProperty('Condition')
  expect((await trustOf('Mitigation')).Statement[0]).toHaveProperty('Condition')
  const attached = await aws.iam().send(new ListAttachedRolePoliciesCommand({ RoleName: 'AuditRole' }))
  expect(attached.AttachedPolicies).toMatchObject([{ PolicyName: 'AWSIoTDeviceDefenderAudit' }])
  const inline = { RoleName: 'GatewayUpload', PolicyName: 'permissions' }
  const { PolicyDocument = '' } = await aws.iam().send(new GetRolePolicyCommand(inline))
  expect(decodeURIComponent(PolicyDocument)).toContain('s3:PutObject')
  await expect(aws.iam().send(new GetRoleCommand({ RoleName: 'None' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    $metadata: { httpStatusCode: 404 },
  })
})

test('registry events are published by type', async () => {
  const enabled = async () => {
    const { eventConfigurations = {} } = await aws.iot().send(new DescribeEventConfigurationsCommand({}))
    return Object.entries(eventConfigurations).flatMap(([type, one]) => (one?.Enabled ? [type] : []))
  }
  expect((await enabled()).sort()).toEqual(['CERTIFICATE', 'THING', 'THING_GROUP'])
  const eventConfigurations = { THING: { Enabled: false }, POLICY: { Enabled: true } }
  await aws.iot().send(new UpdateEventConfigurationsCommand({ eventConfigurations }))
  expect((await enabled()).sort()).toEqual(['CERTIFICATE', 'POLICY', 'THING_GROUP'])
})
