import { expect, test } from 'vitest'
import { loggingCoverage } from '#server/findings/coverage/settings.ts'

const coverageOf = (facts: object) => {
  const objects = new Map([['logging', [{ name: 'account', facts, seenAt: new Date('2026-11-20T00:00:00Z') }]]])
  return loggingCoverage({ account: 1, region: 'eu-west-1', objects })[0]
}
const at = (eventType: string, logLevel: string) => ({ eventType, logLevel })

test.each([
  [{ defaultLogLevel: 'INFO' }, 'on', 'Its level is INFO.'],
  [
    { defaultLogLevel: 'ERROR', eventConfigurations: [at('Connect', 'INFO'), at('Disconnect', 'INFO')] },
    'on',
    'Its level is ERROR, of Connect INFO, of Disconnect INFO.',
  ],
  [
    { defaultLogLevel: 'DISABLED', eventConfigurations: [at('Connect', 'INFO')] },
    'partly',
    'Its level is DISABLED, of Connect INFO: who took a client ID over is logged at INFO only.',
  ],
  [{ defaultLogLevel: 'DISABLED' }, 'off', expect.stringContaining('Nothing is logged')],
  [{ defaultLogLevel: 'INFO', disableAllLogs: true }, 'off', expect.stringContaining('Nothing is logged')],
])('logging as in %j is %s', (facts, state, detail) => expect(coverageOf(facts)).toMatchObject({ state, detail }))

test('the command keeps the levels that other event types have of their own', () => {
  const eventConfigurations = [at('Publish-In', 'DEBUG'), at('Connect', 'INFO')]
  expect(coverageOf({ defaultLogLevel: 'ERROR', eventConfigurations })?.command).toContain(
    `--event-configurations '${JSON.stringify([...eventConfigurations, at('Disconnect', 'INFO')])}'`,
  )
})
