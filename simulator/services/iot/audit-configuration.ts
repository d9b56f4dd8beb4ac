import { catchUp } from '../../audit/run.ts'
import { checkNames } from '../../fleet/audits.ts'
import { oneOf, required } from '../check.ts'
import { invalidRequest } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

/** The settings that checks have, with what AWS takes for them: days. */
const settings: Readonly<Record<string, string>> = {
  DEVICE_CERTIFICATE_EXPIRING_CHECK: 'CERT_EXPIRATION_THRESHOLD_IN_DAYS',
  DEVICE_CERTIFICATE_AGE_CHECK: 'CERT_AGE_THRESHOLD_IN_DAYS',
}

export const auditConfiguration: IotHandlers = {
  DescribeAccountAuditConfiguration(_input, { fleet }) {
    const { roleArn, enabled, notifications, future } = fleet.audits
    const configurations = [...checkNames, ...future].map((check) => {
      const configuration = enabled.get(check)
      const hasSettings = configuration && Object.keys(configuration).length > 0
      return [check, { enabled: configuration !== undefined, ...(hasSettings && { configuration }) }] as const
    })
    return {
      ...(roleArn && { roleArn }),
      ...(Object.keys(notifications).length && { auditNotificationTargetConfigurations: notifications }),
      auditCheckConfigurations: Object.fromEntries(configurations),
    }
  },

  UpdateAccountAuditConfiguration(input, { fleet }) {
    const { audits } = fleet
    catchUp(fleet)
    const wanted = Object.entries(input.auditCheckConfigurations ?? {}).map(([name, { enabled, configuration }]) => {
      const check = oneOf(name, 'auditCheckConfigurations', checkNames)
      const user = [...audits.schedules.values()].find(({ checks }) => checks.includes(check))
      if (!enabled && user) throw invalidRequest(`${check} is used by the scheduled audit ${user.name}`)
      return { check, enabled, configuration: checkedSettings(check, configuration ?? {}) }
    })
    const roleArn = input.roleArn ?? audits.roleArn
    if (!roleArn && wanted.some(({ enabled }) => enabled)) throw invalidRequest('A roleArn is required')
    audits.roleArn = roleArn
    audits.notifications = { ...audits.notifications, ...input.auditNotificationTargetConfigurations }
    for (const { check, enabled, configuration } of wanted) {
      if (enabled) audits.enable(check, configuration)
      else {
        // What was gathered for a check goes with it.
        audits.enabled.delete(check)
        for (const { checks } of audits.tasks.values()) checks.delete(check)
      }
    }
    return {}
  },

  DeleteAccountAuditConfiguration({ deleteScheduledAudits = false }, { fleet }) {
    const { audits } = fleet
    if (audits.schedules.size && !deleteScheduledAudits) throw invalidRequest('There are scheduled audits')
    audits.schedules.clear()
    audits.tasks.clear()
    audits.enabled.clear()
    audits.roleArn = undefined
    audits.notifications = {}
    return {}
  },
}

function checkedSettings(check: string, configuration: Partial<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => {
      const days = Number(required(value, name))
      if (settings[check] !== name) throw invalidRequest(`${check} has no setting ${name}`)
      if (!Number.isInteger(days) || days < 30 || days > 3652) {
        throw invalidRequest(`${name} must be a whole number from 30 to 3652`)
      }
      return [name, String(days)]
    }),
  )
}
