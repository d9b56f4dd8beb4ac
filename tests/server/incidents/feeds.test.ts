import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { indexRecords } from '#server/incidents/feeds/index-record.ts'
import { parseLifecycleEvent } from '#server/incidents/feeds/lifecycle-event.ts'
import { parseLogRecord } from '#server/incidents/feeds/log-record.ts'
import { groupsIn } from '#server/sync/connection-feeds.ts'

const folder = 'tests/fixtures/connection-records'
const sample = (name: string) => fs.readFileSync(`${folder}/${name}.json`, 'utf8')

describe('log records in the shapes AWS documents', () => {
  test.each([
    ['log-duplicate-error', { kind: 'disconnect', duplicate: true }],
    ['log-duplicate-both-spellings', { kind: 'disconnect', duplicate: true }],
    ['log-duplicate-lifecycle-spelling', { kind: 'disconnect', duplicate: true }],
    ['log-duplicate-client-initiated', { kind: 'disconnect', duplicate: true }],
    ['log-disconnect-client-initiated', { kind: 'disconnect', duplicate: false }],
    ['log-disconnect-keep-alive', { kind: 'disconnect', duplicate: false }],
    ['log-connect', { kind: 'connect', duplicate: false, clientId: 'pump-7', sourceIp: '198.51.100.20' }],
    ['log-connect-refused', { kind: 'connect-failed', reason: 'AUTHORIZATION_FAILURE' }],
    ['log-authn-error-revoked', { kind: 'auth-error', reason: 'DEVICE_CERTIFICATE_REVOKED', clientId: '' }],
    ['log-authn-error-nobody', { kind: 'auth-error', principal: null }],
  ] as const)('%s', (name, expected) => expect(parseLogRecord(sample(name))).toMatchObject(expected))

  test.each(['log-publish-in', 'log-rule-execution', 'log-subscribe-mqtt5', 'log-delete-connection'])(
    '%s is about no connection',
    (name) => expect(parseLogRecord(sample(name))).toBeNull(),
  )

  test('times are UTC although they do not say so', () => {
    expect(parseLogRecord(sample('log-connect'))?.at.toISOString()).toBe('2026-03-04T10:15:20.117Z')
  })

  test.each([
    '',
    'no JSON',
    '[]',
    'null',
    '{"eventType":"Connect"}',
    '{"eventType":"Disconnect","timestamp":"never","clientId":"a"}',
    '{"eventType":"Connect","timestamp":"+010000-01-01T00:00:00Z","clientId":"a"}',
    '{"eventType":"Connect","timestamp":"0000-01-01 00:00:00","clientId":"a"}',
  ])('what is no record is none: %s', (message) => expect(parseLogRecord(message)).toBeNull())

  test('the same record has the same key whichever way it came, another one another', () => {
    const keys = ['log-connect', 'log-connect', 'log-duplicate-error'].map((name) => parseLogRecord(sample(name))?.key)
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })
})

describe('lifecycle events in the shapes AWS documents', () => {
  test.each([
    ['lifecycle-connected', { kind: 'connect', version: 12, sourceIp: '198.51.100.20' }],
    ['lifecycle-connected-exclusive-thing', { kind: 'connect', clientId: 'pump-7-modem' }],
    ['lifecycle-disconnected-duplicate', { kind: 'disconnect', duplicate: true, version: 11, sourceIp: null }],
    ['lifecycle-disconnected-goodbye', { kind: 'disconnect', duplicate: false }],
    ['lifecycle-connect-failed', { kind: 'connect-failed', reason: 'AUTHORIZATION_FAILED' }],
  ] as const)('%s', (name, expected) => expect(parseLifecycleEvent(sample(name))).toMatchObject(expected))

  test('inside an SNS envelope it is the same', () => {
    const event = sample('lifecycle-connected')
    expect(parseLifecycleEvent(JSON.stringify({ Type: 'Notification', Message: event }))).toEqual(
      parseLifecycleEvent(event),
    )
  })

  const never = '{"clientId":"a","eventType":"connected","timestamp":8640000000000000}'
  test.each(['', '{}', '7', '{"Message":"{"}', never])('what is no event is none: %s', (body) =>
    expect(parseLifecycleEvent(body)).toBeNull(),
  )
})

describe('where connection records are logged', () => {
  test.each([
    ['never configured', null, { unavailable: expect.stringContaining('never turned on') }],
    ['turned off', { disableAllLogs: true }, { unavailable: expect.stringContaining('turned off') }],
    ['at no level', { defaultLogLevel: 'DISABLED' }, { unavailable: expect.stringContaining('turned off') }],
    [
      'for other types alone',
      { defaultLogLevel: 'DISABLED', eventConfigurations: [{ eventType: 'Publish-In', logLevel: 'ERROR' }] },
      { unavailable: expect.stringContaining('not for Connect') },
    ],
    ['the usual group', { defaultLogLevel: 'ERROR' }, { groups: ['AWSIotLogsV2'] }],
    [
      'one event type redirected by name',
      { defaultLogLevel: 'ERROR', eventConfigurations: [{ eventType: 'Disconnect', logDestination: 'elsewhere' }] },
      { groups: ['AWSIotLogsV2', 'elsewhere'] },
    ],
    [
      'redirected by ARN, the rest off',
      {
        defaultLogLevel: 'DISABLED',
        eventConfigurations: [
          {
            eventType: 'Connect',
            logLevel: 'INFO',
            logDestination: 'arn:aws:logs:eu-west-1:123456789012:log-group:iot:*',
          },
        ],
      },
      { groups: ['iot'] },
    ],
  ])('%s', (_, options, expected) => expect(groupsIn(options)).toEqual(expected))
})

test('of the fleet index, only sessions that ended for a newer one of the client ID are records, once per disconnect', () => {
  const ended = {
    thingName: 'pump-7',
    connected: false,
    since: 1_000,
    disconnectReason: 'DUPLICATE_CLIENTID',
    clientId: 'gateway',
  }
  expect(
    indexRecords([
      ended,
      { ...ended, clientId: null, disconnectReason: 'DUPLICATE_CLIENT_ID' },
      { ...ended, connected: true },
      { ...ended, since: null },
      { ...ended, disconnectReason: 'CONNECTION_LOST' },
      { ...ended, disconnectReason: null },
    ]).map(({ key, clientId, feed, duplicate, principal }) => ({ key, clientId, feed, duplicate, principal })),
  ).toEqual(
    ['gateway', 'pump-7'].map((clientId) => {
      return { key: 'pump-7|1000', clientId, feed: 'index', duplicate: true, principal: null }
    }),
  )
})
