import { check } from '../check.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['account-settings'],
  title: 'AWS IoT logging is off',
  why: 'Without logs nobody can tell afterwards what a device did, nor who threw it out.',
  fix: 'Give AWS IoT a role for CloudWatch Logs and set the default level to ERROR at least (aws iot set-v2-logging-options).',
  source: 'AWS IoT Device Defender, LOGGING_DISABLED_CHECK',
  severity: 'medium',
  audit: 'LOGGING_DISABLED_CHECK',
  judge(facts) {
    const logging = onlyOf(facts, 'logging')
    if (!logging) return { unknown: 'The logging options have not been read' }
    if (logging.configured === false) return { severity: 'medium', detail: 'It was never configured' }
    if (logging.disableAllLogs) return { severity: 'medium', detail: 'All logs are disabled' }
    if (!logging.defaultLogLevel) return { unknown: 'AWS did not say at which level it logs' }
    if (logging.defaultLogLevel !== 'DISABLED') return null
    const logged = (logging.eventConfigurations ?? []).filter(({ logLevel }) => logLevel && logLevel !== 'DISABLED')
    const but = logged.length > 0 ? `: only ${logged.map(({ eventType }) => eventType).join(', ')} is logged` : ''
    return { severity: 'medium', detail: `The default level is DISABLED${but}` }
  },
})
