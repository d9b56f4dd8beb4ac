import { expect, test } from 'vitest'
import { createLog } from '#server/platform/log.ts'

test('secrets never reach the log, at the depths requests and errors put them', () => {
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line) }, 'info')
  log.info({ password: 'hunter2', req: { headers: { authorization: 'hunter2', cookie: 'hunter2' } } }, 'in')
  log.error({
    err: { config: { credentials: { secretAccessKey: 'hunter2' } } },
    job: { payload: { token: 'hunter2' } },
  })
  expect(lines.join('')).not.toContain('hunter2')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'in', password: '[redacted]' })
})
