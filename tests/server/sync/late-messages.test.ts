import { expect, test } from 'vitest'
import type { LogRecord } from '#simulator/broker/log-records.ts'
import { defaultLogGroup } from '#simulator/fleet/logging.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
const windowMs = 300_000

test('a message that is logged late by a window is counted in its own, once', async () => {
  if (!aws.fleet.logging) throw new Error('The world logs')
  aws.fleet.logging.defaultLevel = 'INFO'
  const group = aws.fleet.logs.open(defaultLogGroup, 0)
  // The window before the last whole one that is read.
  const own = Math.floor((Date.now() - 120_000) / windowMs) * windowMs - 2 * windowMs
  const publish = (at: number) => {
    const record = { eventType: 'Publish-In', clientId: 'pump-1', status: 'Success', logLevel: 'INFO' }
    group.add({ at, readableAt: 0, stream: 's', record: record as LogRecord })
  }
  const counted = () =>
    aws.rows(
      `SELECT at, value FROM metric_windows WHERE metric = 'aws:num-messages-sent' AND device = 'pump-1' ORDER BY at`,
    )
  const read = () => aws.sync({ collectors: ['message-log'] })
  const readTo = (to: number) =>
    aws.pool.query(`UPDATE feed_positions SET position = $1 WHERE feed = 'message-log'`, [JSON.stringify({ to })])
  await read()
  publish(own + 1_000)
  await readTo(own)
  await read()
  expect(await counted()).toEqual([{ at: new Date(own), value: 1 }])
  // As if that window had been read before this one was logged.
  publish(own + 2_000)
  publish(own + windowMs + 1_000)
  await readTo(own + windowMs)
  await read()
  const both = [
    { at: new Date(own), value: 2 },
    { at: new Date(own + windowMs), value: 1 },
  ]
  expect(await counted()).toEqual(both)
  await read()
  expect(await counted()).toEqual(both)
})
