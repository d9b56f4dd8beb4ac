import { check } from '../check.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['account-settings'],
  title: 'Connects are not logged in full',
  why: 'At ERROR only the side that is thrown out is seen: who came instead, and from where, is not.',
  fix: 'Set the event types Connect and Disconnect to INFO (aws iot set-v2-logging-options --event-configurations).',
  source: 'AWS IoT Core Developer Guide, "Configure AWS IoT logging"; our incidents need both sides',
  severity: 'low',
  applies(facts) {
    // Where nothing is logged at all, another check says so.
    const logging = onlyOf(facts, 'logging')
    return !logging || !(logging.configured === false || logging.disableAllLogs)
  },
  judge(facts) {
    const logging = onlyOf(facts, 'logging')
    if (!logging?.defaultLogLevel) return { unknown: 'The logging options have not been read' }
    const levelOf = (type: string) =>
      logging.eventConfigurations?.find(({ eventType }) => eventType === type)?.logLevel ??
      logging.defaultLogLevel ??
      ''
    const coarse = ['Connect', 'Disconnect'].filter((type) => !['INFO', 'DEBUG'].includes(levelOf(type)))
    if (coarse.length === 0) return null
    return { severity: 'low', detail: coarse.map((type) => `${type} at ${levelOf(type)}`).join(', ') }
  },
})
