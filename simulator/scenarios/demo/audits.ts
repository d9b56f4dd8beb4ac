import type { MitigationActionParams } from '@aws-sdk/client-iot'
import { runAudit } from '../../audit/run.ts'
import { firstRun } from '../../audit/schedules.ts'
import { days, hours, minutes } from '../../clock.ts'
import { type CheckName, checkNames } from '../../fleet/audits.ts'
import { epoch, type FleetBuilder } from '../fleet-builder.ts'
import { roleArn } from './settings.ts'

/** Nobody has switched these on. */
const disabled: readonly CheckName[] = [
  'AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK',
  'UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK',
  'DEVICE_CERTIFICATE_AGE_CHECK',
]
const weekly: readonly CheckName[] = [
  'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK',
  'INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK',
]
/** Enabled, and in no schedule. */
const forgotten: readonly CheckName[] = ['CA_CERTIFICATE_KEY_QUALITY_CHECK']

/** How long ago the audits of the past were, in nights. */
const nights = [45, 20, 6, 4, 3, 2, 1, 0]

/**
 * The home account's audits: of most checks every night, of two every Sunday, last night's the latest, and the next some
 * minutes from now. The audit's role does not suffice for one check. Something is suppressed, and actions stand ready.
 */
export function auditDaily(build: FleetBuilder) {
  const { fleet, bornAt } = build
  const { audits, clock } = fleet
  audits.roleArn = roleArn(build, 'AuditRole')
  const topic = `arn:aws:sns:${fleet.region}:${fleet.account}:iot-audits`
  audits.notifications = { SNS: { targetArn: topic, roleArn: roleArn(build, 'AuditRole'), enabled: true } }
  const enabled = checkNames.filter((check) => !disabled.includes(check))
  for (const check of enabled) audits.enable(check)
  audits.failing.set('IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK', 'INSUFFICIENT_PERMISSIONS')
  suppress(build)
  const nightly = enabled.filter((check) => !weekly.includes(check) && !forgotten.includes(check))
  const now = clock.now()
  const lastNight = now - ((now - bornAt.getTime()) % hours(24))
  const order = { type: 'SCHEDULED_AUDIT_TASK', takesMs: minutes(2) } as const
  const week = {
    name: 'every-sunday',
    checks: weekly,
    frequency: 'WEEKLY',
    dayOfMonth: undefined,
    dayOfWeek: 'SUN',
  } as const
  const nextSunday = firstRun(week, now)
  runAudit(fleet, { ...order, checks: weekly, scheduledName: week.name, startedAt: nextSunday - days(7) })
  for (const ago of nights) {
    runAudit(fleet, { ...order, checks: nightly, scheduledName: 'every-night', startedAt: lastNight - days(ago) })
  }
  const daily = { name: 'every-night', checks: nightly, frequency: 'DAILY', dayOfMonth: undefined } as const
  audits.schedules.set(daily.name, { ...daily, dayOfWeek: undefined, nextAt: now + minutes(10) })
  audits.schedules.set(week.name, { ...week, nextAt: nextSunday })
  giveActions(build)
}

/** The tool of the installers for good, and a certificate that is being looked at for some more days. */
function suppress({ fleet, inDays }: FleetBuilder) {
  const { suppressions } = fleet.audits
  suppressions.push({
    check: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
    resource: { policyVersionIdentifier: { policyName: 'installer-tool', policyVersionId: '1' } },
    expiresAt: undefined,
    description: 'Only on the laptops of our own installers',
  })
  const pair = fleet.certificates.items.find(({ status, things }) => status === 'ACTIVE' && things.length === 2)
  if (!pair) return
  suppressions.push({
    check: 'DEVICE_CERTIFICATE_SHARED_CHECK',
    resource: { deviceCertificateId: pair.id },
    expiresAt: inDays(5).getTime(),
    description: 'Being replaced, see the ticket of the field service',
  })
}

function giveActions(build: FleetBuilder) {
  const { fleet } = build
  const createdAt = epoch(build.daysAgo(300))
  const add = (name: string, params: MitigationActionParams) => {
    const role = roleArn(build, 'Mitigation')
    const action = { name, id: fleet.newId(), roleArn: role, params, createdAt, modifiedAt: createdAt }
    fleet.audits.mitigations.actions.set(name, action)
  }
  const topicArn = `arn:aws:sns:${fleet.region}:${fleet.account}:iot-findings`
  add('deactivate-certificate', { updateDeviceCertificateParams: { action: 'DEACTIVATE' } })
  add('deactivate-authority', { updateCACertificateParams: { action: 'DEACTIVATE' } })
  add('quarantine-things', {
    addThingsToThingGroupParams: { thingGroupNames: ['quarantine'], overrideDynamicGroups: true },
  })
  add('blank-policy', { replaceDefaultPolicyVersionParams: { templateName: 'BLANK_POLICY' } })
  add('log-errors', {
    enableIoTLoggingParams: { roleArnForLogging: roleArn(build, 'IotLogging'), logLevel: 'ERROR' },
  })
  add('tell-security', { publishFindingToSnsParams: { topicArn } })
}
