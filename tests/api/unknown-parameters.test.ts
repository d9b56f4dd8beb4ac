import { beforeAll, describe, expect, test } from 'vitest'
import { api as contract } from '#contract/index.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { answerEvents } from '#server/web/events.ts'
import {
  answerActivityJsonLines,
  answerCertificatesCsv,
  answerDeploymentsCsv,
  answerDriftCsv,
  answerExecutionsCsv,
  answerFindingsCsv,
  answerIncidentPack,
  answerIncidentsCsv,
  answerRunCsv,
  answerRunsCsv,
  answerThingsCsv,
  answerUnupdatableCsv,
  answerViolationsCsv,
} from '#server/web/exports.ts'
import { answerOpenApi } from '#server/web/openapi.ts'
import type { Web } from '#server/web/process.ts'
import { answerEvidence, answerReportFile, answerReportRegister } from '#server/web/report-exports.ts'
import { aCertificate, insert, insertAccount } from '../support/builders.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
  await insertAccount(api.database.pool)
  await insert(api.database.pool, 'certificates', [aCertificate(), aCertificate({ status: 'REVOKED' })])
})

type Problem = { detail: string; errors: { path: string; message: string }[] }

const anId = '00000000-0000-4000-8000-000000000000'
const filled = (path: string) => path.replaceAll('{account}', '1').replace(/\{[^}]+\}/g, anId)

// What no entry takes whose query it is in; a body of theirs is not looked at before.
describe.each(entriesOf(contract))('$name', ({ method, path }) => {
  test('turns down a parameter it does not know, by its name', async () => {
    const response = await api.call(`${filled(path)}?quux=1`, { method, as: admin })
    const { detail, errors }: Problem = await response.json()
    expect([response.status, detail]).toEqual([400, expect.stringContaining('quux')])
    expect(errors).toEqual([{ path: 'quux', message: expect.stringMatching(/^There is no such parameter/) }])
  })
})

const files: [string, (web: Web, request: Request) => Promise<Response>][] = [
  ['/exports/things.csv', answerThingsCsv],
  ['/exports/certificates.csv', answerCertificatesCsv],
  ['/exports/findings.csv', answerFindingsCsv],
  ['/exports/incidents.csv', answerIncidentsCsv],
  ['/exports/violations.csv', answerViolationsCsv],
  ['/exports/response-runs.csv', answerRunsCsv],
  ['/exports/deployments.csv', answerDeploymentsCsv],
  [`/exports/deployments/${anId}/executions.csv`, answerExecutionsCsv],
  ['/exports/software-drift.csv', answerDriftCsv],
  ['/exports/unupdatable.csv', answerUnupdatableCsv],
  ['/exports/activity.jsonl', answerActivityJsonLines],
  [`/exports/response-runs/${anId}.csv`, answerRunCsv],
  [`/exports/incidents/${anId}.zip`, answerIncidentPack],
  [`/exports/reports/${anId}.zip`, answerReportFile],
  [`/exports/reports/${anId}/things.csv`, answerReportRegister],
  ['/exports/attestations/1', answerEvidence],
  ['/events', answerEvents],
  ['/openapi.json', answerOpenApi],
]

test.each(files)('%s turns down a parameter it does not know', async (path, answer) => {
  const response = await answer(api.web, toRequest(`/api${path}?quux=1`, { as: admin }))
  expect([response.status, ((await response.json()) as Problem).errors[0]?.path]).toEqual([400, 'quux'])
})

const told = async (path: string) => {
  const response = await api.call(path, { as: admin })
  return response.status === 200 ? 'taken' : ((await response.json()) as Problem).detail
}

test.each([
  ['statu=REVOKED', 'statu: There is no such parameter. Did you mean status?'],
  ['Status=REVOKED', 'Status: There is no such parameter. Did you mean status?'],
  ['expiresWithin=7', 'expiresWithin: There is no such parameter. Did you mean expiresWithinDays?'],
  ['limt=3', 'limt: There is no such parameter. Did you mean limit?'],
  ['status=REVOKED&status=ACTIVE', 'status: Give it once'],
  ['status[]=REVOKED', expect.stringMatching(/^status\[\]: There is no such parameter/)],
  ['quux=1', expect.stringMatching(/^quux: There is no such parameter, only account, search, status, expiry,/)],
  ['status=REVOKED&limit=3', 'taken'],
])('a list asked with %s: %s', async (query, answer) => {
  expect(await told(`/certificates?${query}`)).toEqual(answer)
})

test('the export of a mistyped filter is refused, not taken for that of everything', async () => {
  const ask = (query: string) =>
    answerCertificatesCsv(api.web, toRequest(`/api/exports/certificates.csv?${query}`, { as: admin }))
  expect((await ask('statu=REVOKED')).status).toBe(400)
  const rows = (await (await ask('status=REVOKED')).text()).trim().split('\n')
  expect(rows).toHaveLength(2)
})

test('a place in the path is not taken from the query', async () => {
  expect(await told('/accounts/1/things/one?name=other')).toMatch(/^name: There is no such parameter/)
})

test('strangers are told to sign in, not what an entry takes', async () => {
  expect((await api.call('/certificates?statu=REVOKED')).status).toBe(401)
})
