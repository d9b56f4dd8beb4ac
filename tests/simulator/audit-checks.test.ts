import { ListAuditFindingsCommand, ListRelatedResourcesForAuditFindingCommand } from '@aws-sdk/client-iot'
import { describe, expect, test } from 'vitest'
import { evaluateCheck } from '#simulator/audit/checks.ts'
import { Clock } from '#simulator/clock.ts'
import type { CheckName } from '#simulator/fleet/audits.ts'
import { Fleet } from '#simulator/fleet/fleet.ts'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { simulate } from './simulated.ts'

const clientId = '$' + '{iot:ClientId}'
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const arn = (resource: string) => `arn:aws:iot:us-east-1:123456789012:${resource}`
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arn),
})
const deny = (Action: string | string[], ...resources: string[]) => ({ ...allow(Action, ...resources), Effect: 'Deny' })

/** The reason codes that a check gives a policy of these statements. */
function codesFor(check: CheckName, ...statements: object[]) {
  const fleet = new Fleet('123456789012', 'us-east-1', new Clock())
  new FleetBuilder(fleet, new Date(), 'policies').policy('p', { Version: '2012-10-17', Statement: statements })
  return evaluateCheck(fleet, check, Date.now()).objections.map(({ code }) => code)
}

const attached = { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } } }

describe('IOT_POLICY_OVERLY_PERMISSIVE_CHECK', () => {
  const isPermissive = (...statements: object[]) =>
    codesFor('IOT_POLICY_OVERLY_PERMISSIVE_CHECK', ...statements).length === 1

  test.each<[string, object]>([
    ['any client', allow('iot:Connect', 'client/*')],
    ['a client id of one’s own choice', allow('iot:Connect', `client/${clientId}`)],
    ['everything', { Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
    ['all but something', { Effect: 'Allow', NotAction: 'iot:Receive', Resource: '*' }],
    ['publishing to all shadows', allow('iot:Publish', 'topic/$aws/things/*')],
    ['updating all shadows', allow('iot:Publish', 'topic/$aws/things/*/shadow/update')],
    ['subscribing to all things', allow('iot:Subscribe', 'topicfilter/$aws/things/*')],
    ['subscribing to everything', allow('iot:Subscribe', 'topicfilter/#')],
    ['subscribing to all shadows', allow('iot:Subscribe', 'topicfilter/$aws/things/+/shadow/update')],
    ['shadows of all things', allow(['iot:GetThingShadow', 'iot:UpdateThingShadow'], 'thing/*')],
    ['jobs of all things', allow('iot:UpdateJobExecution', 'thing/*')],
  ])('objects to %s', (_, statement) => {
    expect(isPermissive(statement)).toBe(true)
  })

  test.each<[string, object]>([
    ['a client that is an attached thing', allow('iot:Connect', `client/${thingName}`)],
    ['any client id of an attached thing', { ...allow('iot:Connect', 'client/*'), ...attached }],
    ['a prefix', allow('iot:Connect', 'client/installer-*')],
    ['receiving from all things', allow('iot:Receive', 'topic/$aws/things/*')],
    ['the own shadow', allow('iot:Publish', `topic/$aws/things/${thingName}/shadow/*`)],
    ['own topics', allow(['iot:Publish', 'iot:Receive'], 'topic/acme/*')],
    ['denying everything', { Effect: 'Deny', Action: 'iot:*', Resource: '*' }],
  ])('is content with %s', (_, statement) => {
    expect(isPermissive(statement)).toBe(false)
  })
})

describe('IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK', () => {
  const codes = (...statements: object[]) => codesFor('IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK', ...statements)
  const building = allow('iot:Subscribe', 'topicfilter/building/*')

  test('objects to MQTT wildcards where something is denied', () => {
    const expected = ['POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT']
    expect(codes(deny('iot:Publish', 'topic/building/+/status'))).toEqual(expected)
    expect(codes(deny('iot:Publish', 'topic/building/*/status'))).toEqual([])
  })

  test('objects to filters that are denied and had all the same, unless receiving is denied, too', () => {
    const denied = deny('iot:Subscribe', 'topicfilter/building/control/*')
    expect(codes(building, denied)).toEqual(['TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS'])
    expect(codes(building, denied, deny('iot:Receive', 'topic/building/control/*'))).toEqual([])
    expect(codes(allow('iot:Subscribe', 'topicfilter/garden/*'), denied)).toEqual([])
  })
})

describe('the demo’s audits', () => {
  const aws = simulate({ scenario: 'demo', bornAt: new Date(Date.now() - 8 * 3_600_000), broker: 'off' })

  test('see what the demo shows', async () => {
    const { body } = await aws.control('POST', '/_simulator/audits', { disabled: ['LOGGING_DISABLED_CHECK'] })
    const { exhibits } = (await aws.control('GET', '/_simulator/exhibits')).body as {
      exhibits: { shows: string; id: string }[]
    }
    const of = (shows: string) => exhibits.find((one) => one.shows === shows)?.id ?? ''
    const findings = async (checkName: CheckName) => {
      const asked = { taskId: String(body.taskId), checkName, maxResults: 250 }
      return (await aws.iot().send(new ListAuditFindingsCommand(asked))).findings ?? []
    }
    const found = async (checkName: CheckName) =>
      (await findings(checkName)).map(({ nonCompliantResource }) => {
        const { policyVersionIdentifier, ...id } = nonCompliantResource?.resourceIdentifier ?? {}
        return policyVersionIdentifier?.policyName ?? Object.values(id)[0]
      })
    const expected: [CheckName, ...string[]][] = [
      ['DEVICE_CERTIFICATE_EXPIRING_CHECK', 'certificate-expired', 'certificate-expiring'],
      ['DEVICE_CERTIFICATE_SHARED_CHECK', 'certificate-shared'],
      ['DEVICE_CERTIFICATE_AGE_CHECK', 'certificate-too-old'],
      ['DEVICE_CERTIFICATE_KEY_QUALITY_CHECK', 'certificate-flawed-key'],
      ['REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK', 'certificate-revoked-by-issuer'],
      ['REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK', 'ca-certificate-revoked-by-issuer'],
      ['CA_CERTIFICATE_EXPIRING_CHECK', 'ca-certificate-expiring'],
      ['IOT_POLICY_OVERLY_PERMISSIVE_CHECK', 'policy-wildcard-connect', 'policy-any-client-id', 'policy-not-action'],
      ['IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK', 'policy-deny-gets-around', 'policy-deny-with-mqtt-wildcards'],
    ]
    for (const [check, ...shown] of expected) {
      expect(await found(check), check).toEqual(expect.arrayContaining(shown.map(of)))
    }
    const [flawed] = await findings('DEVICE_CERTIFICATE_KEY_QUALITY_CHECK')
    expect(flawed?.reasonForNonComplianceCode).toBe('CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361')
    const [alias] = await findings('IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK')
    expect(alias?.relatedResources?.[0]?.resourceIdentifier?.iamRoleArn).toContain('role/FieldDiagnostics')
    const [issuer] = await findings('INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK')
    expect(issuer?.nonCompliantResource?.resourceIdentifier?.issuerCertificateIdentifier).toBeDefined()
    expect(issuer?.relatedResources).toBeUndefined()
    const below = new ListRelatedResourcesForAuditFindingCommand({ findingId: issuer?.findingId })
    expect((await aws.iot().send(below)).relatedResources).toHaveLength(12)
    expect(await found('AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK')).toEqual([])
  })

  test('say when a certificate ends, and hide what is suppressed when asked to', async () => {
    const { body } = await aws.control('POST', '/_simulator/audits')
    const ask = async (checkName: CheckName, listSuppressedFindings?: boolean) => {
      const asked = { taskId: String(body.taskId), checkName, listSuppressedFindings, maxResults: 250 }
      return (await aws.iot().send(new ListAuditFindingsCommand(asked))).findings ?? []
    }
    const [ending] = await ask('DEVICE_CERTIFICATE_EXPIRING_CHECK')
    expect(ending?.nonCompliantResource?.additionalInfo).toEqual({ EXPIRATION_TIME: expect.stringMatching(/^\d{13}$/) })
    const [all, hidden, shown] = [
      await ask('DEVICE_CERTIFICATE_SHARED_CHECK'),
      await ask('DEVICE_CERTIFICATE_SHARED_CHECK', true),
      await ask('DEVICE_CERTIFICATE_SHARED_CHECK', false),
    ]
    expect(hidden).toMatchObject([{ isSuppressed: true }])
    expect(shown).toHaveLength(all.length - 1)
  })
})
