import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collectors } from '#generated/collectors.ts'
import { bucketOf, defaultRate } from '#server/aws/quotas.ts'

// Which IAM action each function of `aws` needs: what a collector calls is what it must declare.
const actions: Record<string, string[]> = {
  indexingConfiguration: ['iot:GetIndexingConfiguration'],
  searchThings: ['iot:SearchIndex'],
  things: ['iot:ListThings'],
  thing: ['iot:DescribeThing'],
  thingTypes: ['iot:ListThingTypes'],
  thingGroups: ['iot:ListThingGroups'],
  thingGroup: ['iot:DescribeThingGroup'],
  billingGroups: ['iot:ListBillingGroups'],
  thingsInThingGroup: ['iot:ListThingsInThingGroup'],
  thingsInBillingGroup: ['iot:ListThingsInBillingGroup'],
  certificates: ['iot:ListCertificates'],
  certificate: ['iot:DescribeCertificate'],
  caCertificates: ['iot:ListCACertificates'],
  caCertificate: ['iot:DescribeCACertificate'],
  thingPrincipals: ['iot:ListThingPrincipalsV2', 'iot:ListThingPrincipals'],
  principalThings: ['iot:ListPrincipalThingsV2', 'iot:ListPrincipalThings'],
  policies: ['iot:ListPolicies'],
  policy: ['iot:GetPolicy'],
  policyVersions: ['iot:ListPolicyVersions'],
  policyDocument: ['iot:GetPolicyVersion'],
  policyTargets: ['iot:ListTargetsForPolicy'],
  attachedPolicies: ['iot:ListAttachedPolicies'],
  loggingSettings: ['iot:GetV2LoggingOptions'],
  loggingLevels: ['iot:ListV2LoggingLevels'],
  indexingSettings: ['iot:GetIndexingConfiguration'],
  eventConfigurations: ['iot:DescribeEventConfigurations'],
  domainConfigurations: ['iot:ListDomainConfigurations'],
  domainConfiguration: ['iot:DescribeDomainConfiguration'],
  provisioningTemplates: ['iot:ListProvisioningTemplates'],
  provisioningTemplate: ['iot:DescribeProvisioningTemplate'],
  roleAliases: ['iot:ListRoleAliases'],
  roleAlias: ['iot:DescribeRoleAlias'],
  role: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
  auditConfiguration: ['iot:DescribeAccountAuditConfiguration'],
  scheduledAudits: ['iot:ListScheduledAudits'],
  scheduledAudit: ['iot:DescribeScheduledAudit'],
  auditTasks: ['iot:ListAuditTasks'],
  auditTask: ['iot:DescribeAuditTask'],
  auditFindings: ['iot:ListAuditFindings'],
  relatedResources: ['iot:ListRelatedResourcesForAuditFinding'],
  auditSuppressions: ['iot:ListAuditSuppressions'],
  mitigationActions: ['iot:ListMitigationActions'],
  mitigationAction: ['iot:DescribeMitigationAction'],
  mitigationTasks: ['iot:ListAuditMitigationActionsTasks'],
  mitigationTask: ['iot:DescribeAuditMitigationActionsTask'],
  mitigationExecutions: ['iot:ListAuditMitigationActionsExecutions'],
  securityProfiles: ['iot:ListSecurityProfiles'],
  securityProfile: ['iot:DescribeSecurityProfile', 'iot:ListTargetsForSecurityProfile'],
  activeViolations: ['iot:ListActiveViolations'],
  violationEvents: ['iot:ListViolationEvents'],
  jobs: ['iot:ListJobs'],
  job: ['iot:DescribeJob'],
  jobDocument: ['iot:GetJobDocument'],
  executions: ['iot:ListJobExecutionsForJob'],
  execution: ['iot:DescribeJobExecution'],
  cores: ['greengrass:ListCoreDevices'],
  core: ['greengrass:GetCoreDevice'],
  deployments: ['greengrass:ListDeployments'],
  deployment: ['greengrass:GetDeployment'],
  installedComponents: ['greengrass:ListInstalledComponents'],
  effectiveDeployments: ['greengrass:ListEffectiveDeployments'],
  packages: ['iot:ListPackages'],
  packageVersions: ['iot:ListPackageVersions'],
  choosing: ['iot:GetV2LoggingOptions'],
  loggingOptions: ['iot:GetV2LoggingOptions'],
  events: ['logs:FilterLogEvents'],
  query: ['logs:StartQuery', 'logs:GetQueryResults'],
  receive: ['sqs:ReceiveMessage'],
  remove: ['sqs:DeleteMessage'],
}

test.each(Object.entries(collectors))('%s declares what it calls', (id, { needs }) => {
  const source = readFileSync(new URL(`../../../server/sync/collectors/${id}.ts`, import.meta.url), 'utf8')
  const called = [
    ...source.matchAll(/aws\.(?:iot|defender|iam|logs|queue|jobs|greengrass|packages)\.(\w+)\(|(choosing)\(/g),
  ].map(([, name, helper]) => name ?? helper ?? '')
  expect(called.length).toBeGreaterThan(0)
  expect([...new Set(called.flatMap((name) => actions[name] ?? [`unknown ${name}`]))].sort()).toEqual([...needs].sort())
})

test.each(Object.entries(collectors))(
  '%s has every collector it comes after',
  (_, { after = [] }: { after?: readonly string[] }) => {
    for (const id of after) expect(Object.keys(collectors)).toContain(id)
  },
)

test.each([
  ['ListThings', 10],
  ['DescribeCertificate', 10],
  ['SearchIndex', 15],
  ['ListThingPrincipalsV2', 20],
  ['ListThingsInThingGroup', 25],
  ['DescribeThingGroup', 100],
  ['DescribeThing', 350],
  ['DescribeAccountAuditConfiguration', 5],
  ['ListAuditFindings', 10],
  ['DescribeAuditTask', 25],
  ['DescribeJob', 10],
])('%s: AWS allows %i a second', (operation, rate) => expect(defaultRate(operation)).toBe(rate))

test('Greengrass counts all its operations together, fewer of them in Beijing', () => {
  for (const operation of ['ListCoreDevices', 'GetDeployment', 'ListInstalledComponents', 'CancelDeployment']) {
    expect(bucketOf(operation, 'eu-west-1')).toEqual({ bucket: 'greengrass', perSecond: 30 })
    expect(bucketOf(operation, 'cn-north-1')).toEqual({ bucket: 'greengrass', perSecond: 10 })
  }
  expect(bucketOf('ListThings', 'eu-west-1')).toEqual({ bucket: 'ListThings', perSecond: 10 })
})
