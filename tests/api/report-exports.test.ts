import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { seedDemo } from '#server/accounts/demo.ts'
import { makeReports } from '#server/reports/make/make-reports.ts'
import { answerEvidence, answerReportFile, answerReportRegister } from '#server/web/report-exports.ts'
import { fillRegisters, useSigningKey } from '../server/reports/reports-world.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
useSigningKey()
let viewer: TestPerson
let responder: TestPerson
let ready = ''
let waiting = ''

beforeAll(async () => {
  viewer = await api.person('viewer')
  responder = await api.person('responder')
  await seedDemo(api.database)
  await fillRegisters(api.database.pool)
  ready = await ask('iot-core')
  await makeReports(api.database.pool)
  waiting = await ask('soc-2')
}, 60_000)

async function ask(framework: string): Promise<string> {
  const body = { title: 'Of the year', framework, scope: { accounts: [1], groups: [], pseudonymised: true } }
  return (await (await api.call('/reports', { method: 'POST', as: responder, body })).json()).id
}

const file = (name: string, as = viewer) => answerReportFile(api.web, toRequest(`/api/exports/reports/${name}`, { as }))
const json = async (path: string) => (await api.call(path, { as: viewer })).json()

test('every file of a report is what the report says it is', async () => {
  const report = await json(`/reports/${ready}`)
  expect(report.files.map(({ file }: { file: string }) => file)).toEqual([
    ...['pdf', 'json', 'oscal', 'bundle', 'pseudonymised'],
  ])
  const endings = { pdf: 'pdf', json: 'json', oscal: 'oscal.json', bundle: 'zip', pseudonymised: 'pseudonymised.zip' }
  for (const { file: kind, bytes, sha256 } of report.files) {
    const ending = endings[kind as keyof typeof endings]
    const response = await file(`${ready}.${ending}`)
    expect(response.status, kind).toBe(200)
    expect(response.headers.get('content-disposition')).toContain(`report-${report.number}-`)
    const content = Buffer.from(await response.arrayBuffer())
    expect(content.length, kind).toBe(bytes)
    expect(createHash('sha256').update(content).digest('hex'), kind).toBe(sha256)
  }
  expect(report.sha256).toBe(report.files[3].sha256)
})

test('a register is its frozen rows, and the trail says who took it', async () => {
  const path = `/api/exports/reports/${ready}/things.csv`
  const before = await (await answerReportRegister(api.web, toRequest(path, { as: viewer }))).text()
  await api.database.pool.query(`delete from things where name = 'pump-berlin-2'`)
  const response = await answerReportRegister(api.web, toRequest(path, { as: viewer }))
  expect(await response.text()).toBe(before)
  expect(before).toContain('pump-berlin-2')
  const { items } = await json('/activity?action=exported&limit=1')
  expect(items[0]).toMatchObject({ actorId: viewer.id, object: { kind: 'report', id: ready } })
})

test('what is not made yet, is not there or is no name is refused, and so are strangers', async () => {
  expect((await file(`${waiting}.pdf`)).status).toBe(409)
  expect((await file(`${ready}.exe`)).status).toBe(404)
  expect((await file(`00000000-0000-4000-8000-000000000000.zip`)).status).toBe(404)
  expect((await file(`none.zip`)).status).toBe(400)
  for (const name of ['nothing', '..%2freport', '%00'])
    expect(
      (await answerReportRegister(api.web, toRequest(`/api/exports/reports/${ready}/${name}.csv`, { as: viewer })))
        .status,
    ).toBeOneOf([400, 404])
  expect((await answerReportFile(api.web, toRequest(`/api/exports/reports/${ready}.zip`, {}))).status).toBe(401)
})

test('evidence comes back as it was given, under a harmless name, as nothing that a browser would run', async () => {
  const body = {
    ...{ account: null, answer: 'pass', statement: 'Looked at on site', link: null, days: 30 },
    file: { name: 'Prüfung "Q3".html', base64: Buffer.from('<script>alert(1)</script>').toString('base64') },
  }
  const path = '/controls/threat-model/attestations'
  const attested = await (await api.call(path, { method: 'POST', as: responder, body })).json()
  const evidence = (id: string) => answerEvidence(api.web, toRequest(`/api/exports/attestations/${id}`, { as: viewer }))
  const response = await evidence(attested.file.id)
  expect(await response.text()).toBe('<script>alert(1)</script>')
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Pr%C3%BCfung%20_Q3_.html")
  expect((await evidence('99')).status).toBe(404)
  expect((await evidence('x')).status).toBe(400)
})

test('two reports are compared control by control', async () => {
  await makeReports(api.database.pool)
  const { controls, registers, from, to } = await json(`/reports/${waiting}/comparison?with=${ready}`)
  expect([from.id, to.id]).toEqual([ready, waiting])
  expect(registers.find(({ name }: { name: string }) => name === 'things')).toEqual({ name: 'things', from: 3, to: 2 })
  expect(controls.some((one: { from: string | null }) => one.from === null)).toBe(true)
})
