import type { DomainConfiguration } from '../../fleet/endpoints.ts'
import type { Role } from '../../fleet/roles.ts'
import { epoch, type FleetBuilder } from '../fleet-builder.ts'

/** What the home account has set up around its devices: endpoints, registration, roles, events. */
export function setUpAccount(build: FleetBuilder) {
  const { fleet } = build
  for (const type of ['THING', 'THING_GROUP', 'CERTIFICATE']) fleet.eventTypes.add(type)
  for (const domain of domains(build)) fleet.domains.add(domain)
  giveRoles(build)
  giveTemplates(build)
  const alias = (name: string, role: string, credentialDurationSeconds: number) => {
    const [createdAt, modifiedAt] = [epoch(build.daysAgo(700)), epoch(build.daysAgo(300))]
    fleet.roleAliases.add({ name, roleArn: roleArn(build, role), credentialDurationSeconds, createdAt, modifiedAt })
  }
  alias('gateway-upload', 'GatewayUpload', 3600)
  alias('field-diagnostics', 'FieldDiagnostics', 43_200)
}

/** The endpoints that every account has. */
export const awsDomains = (build: FleetBuilder): DomainConfiguration[] =>
  (
    [
      ['iot:Data-ATS', 'DATA', 'iot'],
      ['iot:CredentialProvider', 'CREDENTIAL_PROVIDER', 'credentials.iot'],
      ['iot:Jobs', 'JOBS', 'jobs.iot'],
    ] as const
  ).map(([name, serviceType, host]) => ({
    name,
    details: {
      domainName: `a1b2c3d4e5f6g7-ats.${host}.${build.fleet.region}.amazonaws.com`,
      serverCertificates: [],
      domainConfigurationStatus: 'ENABLED',
      serviceType,
      domainType: 'ENDPOINT',
      lastStatusChangeDate: build.daysAgo(900),
      tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS13_1_2_2022_10' },
    },
  }))

/** AWS's own, a good one, one that lets old TLS in, one whose certificate has ended, and one that is switched off. */
function domains(build: FleetBuilder): DomainConfiguration[] {
  const { region, account } = build.fleet
  const own = (name: string, domainName: string, securityPolicy: string, detail?: string): DomainConfiguration => ({
    name,
    details: {
      domainName,
      serverCertificates: [
        {
          serverCertificateArn: `arn:aws:acm:${region}:${account}:certificate/${name}`,
          serverCertificateStatus: detail ? 'INVALID' : 'VALID',
          ...(detail && { serverCertificateStatusDetail: detail }),
        },
      ],
      domainConfigurationStatus: name === 'pilot' ? 'DISABLED' : 'ENABLED',
      serviceType: 'DATA',
      domainType: 'CUSTOMER_MANAGED',
      lastStatusChangeDate: build.daysAgo(400),
      tlsConfig: { securityPolicy },
      serverCertificateConfig: { enableOCSPCheck: name === 'devices' },
      authenticationType: 'AWS_X509',
      applicationProtocol: 'SECURE_MQTT',
    },
  })
  const current = 'IoTSecurityPolicy_TLS13_1_2_2022_10'
  return [
    ...awsDomains(build),
    own('devices', 'devices.halden.example', current),
    own('legacy-gateways', 'gateways.halden.example', 'IoTSecurityPolicy_TLS12_1_0_2016_01'),
    own('partner-ingest', 'partner.halden.example', current, 'The server certificate has expired.'),
    own('pilot', 'pilot.halden.example', 'IoTSecurityPolicy_TLS12_1_0_2015_01'),
  ]
}

/** One template asks before it lets a device in; another does not; a third gives too much; a fourth is switched off. */
function giveTemplates(build: FleetBuilder) {
  const { fleet } = build
  const { region, account } = fleet
  const hook = {
    payloadVersion: '2020-04-01',
    targetArn: `arn:aws:lambda:${region}:${account}:function:onboarding-gate`,
  }
  const bodyWith = (policy: object) =>
    JSON.stringify({
      Parameters: { SerialNumber: { Type: 'String' }, 'AWS::IoT::Certificate::Id': { Type: 'String' } },
      Resources: {
        thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'SerialNumber' } } },
        certificate: {
          Type: 'AWS::IoT::Certificate',
          Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' } },
        },
        policy: { Type: 'AWS::IoT::Policy', Properties: policy },
      },
    })
  const anyClient = { Effect: 'Allow', Action: 'iot:Connect', Resource: `arn:aws:iot:${region}:${account}:client/*` }
  const wide = { PolicyDocument: { Version: '2012-10-17', Statement: [anyClient] } }
  const add = (
    name: string,
    description: string,
    options: { enabled: boolean; type: 'FLEET_PROVISIONING' | 'JITP'; hasHook: boolean; policy?: object },
  ) =>
    fleet.templates.add({
      name,
      details: {
        description,
        creationDate: build.daysAgo(500),
        lastModifiedDate: build.daysAgo(200),
        defaultVersionId: 1,
        templateBody: bodyWith(options.policy ?? { PolicyName: 'meter-standard' }),
        enabled: options.enabled,
        provisioningRoleArn: roleArn(build, 'FleetProvisioning'),
        type: options.type,
        ...(options.hasHook && { preProvisioningHook: hook }),
      },
    })
  add('line-onboarding', 'Devices off our own lines', { enabled: true, type: 'FLEET_PROVISIONING', hasHook: true })
  add('partner-line', 'Devices off the partner’s line', { enabled: true, type: 'FLEET_PROVISIONING', hasHook: false })
  add('kiosk-line', 'Kiosks, which may be anybody', {
    enabled: true,
    type: 'FLEET_PROVISIONING',
    hasHook: true,
    policy: wide,
  })
  add('pilot-2022', 'The pilot, which is over', { enabled: false, type: 'FLEET_PROVISIONING', hasHook: false })
  add('meters-just-in-time', 'Meters by their maker’s CA', { enabled: true, type: 'JITP', hasHook: false })
}

/** Roles whose trust says for whom the service acts, and two that leave that open: the audit's and Device Advisor's. */
function giveRoles(build: FleetBuilder) {
  const { account } = build.fleet
  const own = {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:aws:iot:*:${account}:*` },
  }
  const audit = ['AWSIoTDeviceDefenderAudit']
  giveRole(build, 'AuditRole', { service: 'iot.amazonaws.com', managedPolicies: audit })
  giveRole(build, 'DeviceAdvisorRuns', { service: 'iotdeviceadvisor.amazonaws.com' })
  giveRole(build, 'Mitigation', { service: 'iot.amazonaws.com', condition: own })
  giveRole(build, 'IotLogging', { service: 'iot.amazonaws.com', condition: own, managedPolicies: ['AWSIoTLogging'] })
  giveRole(build, 'FleetProvisioning', {
    service: 'iot.amazonaws.com',
    condition: { StringEquals: { 'aws:SourceAccount': account } },
    managedPolicies: ['AWSIoTThingsRegistration'],
  })
  giveRole(build, 'GatewayUpload', {
    service: 'credentials.iot.amazonaws.com',
    grants: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::halden-gateway-uploads/*'] }],
    usedServices: ['s3'],
  })
  giveRole(build, 'FieldDiagnostics', {
    service: 'credentials.iot.amazonaws.com',
    grants: [
      { actions: ['s3:*', 'iot:*'], resources: ['*'] },
      { actions: ['cloudtrail:LookupEvents', 'dynamodb:GetItem'], resources: ['*'] },
    ],
    usedServices: ['s3', 'iot'],
  })
}

interface RoleSeed extends Partial<Pick<Role, 'grants' | 'usedServices' | 'managedPolicies'>> {
  service: string
  condition?: object
}

export function giveRole(build: FleetBuilder, name: string, { service, condition, ...rest }: RoleSeed) {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(condition && { Condition: condition }),
    },
  ]
  const trust = { Version: '2012-10-17', Statement }
  const createdAt = epoch(build.daysAgo(800))
  build.fleet.roles.set(name, { name, createdAt, trust, grants: [], usedServices: [], managedPolicies: [], ...rest })
}

export const roleArn = ({ fleet }: FleetBuilder, name: string) => `arn:aws:iam::${fleet.account}:role/${name}`
