import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { circlesOf, importsOf, loadedBy, sourceFiles } from './support/imports.ts'

/**
 * The rooms and what each may import, longest prefix first. A room may always import from itself.
 * `facts` are neighbours: they meet in SQL, and share only their pure rules.
 */
const platform = ['server/platform', 'generated', 'contract']
const base = [...platform, 'server/accounts', 'server/people', 'server/activity']
const facts = ['server/fleet', 'server/credentials', 'server/policies', 'server/history', 'server/search']
const factsMay = [
  ...base,
  'server/history',
  'server/sync/rules.ts',
  ...facts.map((room) => `${room}/rules`),
  ...facts.map((room) => `${room}/last-chance`),
]

const rooms: Record<string, { may: string[]; because: string }> = {
  contract: { may: [], because: 'the contract is what both sides agree on and depends on neither' },
  'components/ui': { may: [], because: 'primitives know no product words and fetch nothing' },
  'components/data': {
    may: ['components/ui', 'contract', 'generated', 'server/platform/api', 'server/router.ts'],
    because: 'the data layer knows the contract, not the subjects',
  },
  components: { may: ['components', 'contract'], because: 'the browser meets the server only through the contract' },
  app: {
    may: ['components', 'contract', 'server', 'generated'],
    because: 'pages lay out; the API route serves the router',
  },
  'server/platform/api': {
    may: [...base, 'server/router.ts'],
    because: 'the plumbing serves the router and asks who is calling',
  },
  'server/platform': { may: platform, because: 'the platform knows no product words' },
  'server/accounts': { may: base, because: 'where we look comes before what we find there' },
  'server/people': { may: base, because: 'who may act comes before what they act on' },
  'server/activity': { may: base, because: 'the trail is written by everyone and knows nobody' },
  ...Object.fromEntries(
    facts.map((room) => [room, { may: factsMay, because: 'neighbouring subjects meet in the query, not by import' }]),
  ),
  'server/aws': { may: ['server/platform', 'contract'], because: 'AWS adapters know AWS and nothing of the product' },
  'server/response': {
    may: [...base, ...facts, 'server/aws', 'server/notifications'],
    because: 'response acts on what the subjects know, and leaves them to know it',
  },
  'server/notifications': { may: base, because: 'what is told to people is told by those who know it' },
  'server/incidents': {
    may: [
      ...base,
      ...facts,
      'server/notifications',
      'server/response/taken-back.ts',
      'server/sync/queries.ts',
      'server/sync/rules.ts',
    ],
    because: 'incidents judge what the feeds brought',
  },
  'server/findings': {
    may: [
      ...base,
      ...facts,
      'server/incidents',
      'server/notifications',
      'server/sync/queries.ts',
      'server/sync/rules.ts',
    ],
    because: 'findings judge what the collectors brought',
  },
  'server/behaviours': {
    may: [
      ...base,
      ...facts,
      'server/findings',
      'server/incidents',
      'server/notifications',
      'server/sync/queries.ts',
      'server/sync/rules.ts',
    ],
    because: 'behaviours judge what devices do, and tell of it as findings',
  },
  'server/deployments': {
    may: [
      ...base,
      ...facts,
      'server/findings',
      'server/notifications',
      'server/sync/queries.ts',
      'server/sync/rules.ts',
    ],
    because: 'deployments judge what jobs and cores report, and tell of it as findings',
  },
  'server/reports': {
    may: [
      ...base,
      ...facts,
      'server/incidents',
      'server/findings',
      'server/behaviours',
      'server/deployments',
      'server/response',
      'server/notifications',
      'server/sync/queries.ts',
      'server/sync/rules.ts',
    ],
    because: 'reports prove what everybody else knows',
  },
  'server/sync': {
    may: [
      ...base,
      ...facts,
      'server/incidents',
      'server/findings',
      'server/behaviours',
      'server/deployments',
      'server/aws',
      'server/jobs.ts',
      'server/notifications',
    ],
    because: 'collectors bring facts to the subjects that keep them',
  },
  server: { may: ['server', 'contract', 'generated'], because: 'the entry points wire everything' },
  simulator: { may: [], because: 'the simulator is reached over HTTP, like the real thing' },
  scripts: {
    may: ['server', 'contract', 'generated', 'tests/support'],
    because: 'scripts start and check the product',
  },
  bench: {
    may: ['server', 'contract', 'generated', 'simulator', 'scripts', 'tests/support', 'components/data'],
    because: 'benchmarks drive the real paths',
  },
  tests: {
    may: ['server', 'contract', 'components', 'app', 'simulator', 'scripts', 'generated', 'bench', 'proxy.ts'],
    because: 'tests may reach everything',
  },
}

const within = (file: string, room: string) =>
  file === room || file.startsWith(`${room}/`) || file.startsWith(`${room}.`)
const roomOf = (file: string) =>
  Object.keys(rooms)
    .filter((room) => within(file, room))
    .sort((a, b) => b.length - a.length)[0]

const files = sourceFiles()

describe('imports follow the rooms', () => {
  test.each(Object.keys(rooms))('%s', (name) => {
    const room = rooms[name]
    if (!room) throw new Error(`No room ${name}`)
    const strays = files
      .filter((file) => roomOf(file) === name)
      .flatMap(importsOf)
      .filter(({ to, from }) => to !== null && roomOf(to) !== roomOf(from) && !within(to, name))
      .filter(({ to }) => !room.may.some((allowed) => to !== null && within(to, allowed)))
      .map(({ from, to }) => `${from} imports ${to}: ${room.because}`)
    expect(strays).toEqual([])
  })

  test('every import leads to a file', () => {
    const broken = files
      .flatMap(importsOf)
      .filter(({ to }) => to !== null && !to.startsWith('generated/') && !fs.existsSync(to))
      .map(({ from, specifier }) => `${from} imports ${specifier}`)
    expect(broken).toEqual([])
  })

  test('no file loads itself again', () => {
    expect(circlesOf(files)).toEqual([])
  })
})

describe('the web process cannot touch AWS', () => {
  const web = files.filter(
    (file) => file.startsWith('app/') || ['proxy.ts', 'instrumentation.ts', 'server/router.ts'].includes(file),
  )
  const loaded = loadedBy(web)

  test('nothing it loads is an AWS client', () => {
    const reached = [...loaded]
      .filter(([name]) => name.startsWith('@aws-sdk/') || name.startsWith('server/aws/') || name === 'server/worker.ts')
      .map(([, chain]) => chain.join(' → '))
    expect(reached).toEqual([])
  })

  test('response sees only the types of AWS: its engine is handed what acts', () => {
    const values = files
      .filter((file) => file.startsWith('server/response/'))
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => to?.startsWith('server/aws/') && !typeOnly)
      .map(({ from, to }) => `${from} imports ${to}`)
    expect(values).toEqual([])
  })

  test('only the worker and the sync command connect', () => {
    const connecting = ['server/sync/engine.ts', 'server/sync/own-account.ts', 'server/worker.ts']
    const callers = files
      .filter((file) => !file.startsWith('tests/') && !file.startsWith('server/aws/'))
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => to === 'server/aws/connect.ts' && !typeOnly)
      .map(({ from }) => from)
    expect(callers.filter((from) => !connecting.includes(from))).toEqual([])
  })
})

describe('files keep to one subject', () => {
  test('no source file is longer than 400 lines', () => {
    const long = files
      .map((file) => ({ file, lines: fs.readFileSync(file, 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400)
      .map(({ file, lines }) => `${file} has ${lines} lines: it is two subjects`)
    expect(long).toEqual([])
  })
})
