import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { holderOf, releaseLock, takeLock, withLock } from '#scripts/lock.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-lock-'))
  file = path.join(folder, 'deep', 'one.lock')
})

afterEach(() => fs.rmSync(folder, { recursive: true }))

test('one holder at a time', () => {
  expect(takeLock(file, { port: 3000 })).toBe(true)
  expect(holderOf(file)).toEqual({ pid: process.pid, port: 3000 })
  expect(takeLock(file, {})).toBe(false)
  releaseLock(file)
  expect(holderOf(file)).toBeUndefined()
  expect(takeLock(file, {})).toBe(true)
})

test.each([
  ['a process that is gone', () => JSON.stringify({ pid: spawnSync('true').pid })],
  ['a process that is something else since the machine restarted', () => JSON.stringify({ pid: bystander() })],
  ['nobody, half written', () => '{"pi'],
])('a lock of %s is taken over', (_, content) => {
  fs.mkdirSync(path.dirname(file))
  fs.writeFileSync(file, content())
  expect(takeLock(file, {})).toBe(true)
  expect(holderOf(file)?.pid).toBe(process.pid)
  expect(fs.readdirSync(path.dirname(file))).toEqual(['one.lock'])
})

test('a failing piece of work gives the lock back', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withLock(file, async () => 'yes')).toBe('yes')
})

function bystander(): number | undefined {
  const child = spawn('sleep', ['5'])
  onTestFinished(() => void child.kill())
  return child.pid
}
