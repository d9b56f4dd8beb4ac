import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { certificate, certificateDetail } from '#contract/certificates.ts'
import { thing, thingDetail } from '#contract/things.ts'
import { getCertificate } from '#server/credentials/queries/get-certificate.ts'
import { listCertificates } from '#server/credentials/queries/list-certificates.ts'
import { getThing } from '#server/fleet/queries/get-thing.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { useOddAws } from './odd-aws.ts'

const aws = useOddAws()
const context = () => ({ database: aws.database, now: new Date(), actor: null, ipAddress: null })
const livingThings = () => aws.column('select name from things where gone_at is null order by name')

/** Everything that was read can be shown, exactly as the contract promises it. */
async function everythingIsShown() {
  const things = (await listThings(context(), { limit: 200 })).items
  const certificates = (await listCertificates(context(), { limit: 200 })).items
  for (const item of things) {
    thing.parse(item)
    thingDetail.parse(await getThing(context(), { account: item.account, name: item.name }))
  }
  for (const item of certificates) {
    certificate.parse(item)
    certificateDetail.parse(
      await getCertificate(context(), { account: item.account, certificateId: item.certificateId }),
    )
  }
  return { things, certificates }
}

test('one odd object does not keep the others of its page away', async () => {
  const outcomes = await aws.sync(
    {
      'GET /things': (_, response) =>
        // Written by hand: JSON.stringify knows no 1e400, and would leave a prototype out.
        response.end(`{"things":[{"thingName":"good"},{"thingName":"nul\\u0000byte"},{"thingName":"half\\ud800"},
        {"thingName":5},{},null,{"thingName":"${'long'.repeat(2_000)}"},{"thingName":"typed","thingTypeName":5},
        {"thingName":"\u202e\u{1f525} e\u0301","version":1e300},{"thingName":"endless","version":1e400},
        {"thingName":"half a version","version":1.5},
        {"thingName":"last","attributes":{"a":5,"b":"\\u0000","__proto__":"x"}},
        {"thingName":"big","attributes":{"a":"${'x'.repeat(5_000_000)}"}},{"thingName":"good","version":2}]}`),
      'GET /things/*': { things: [] },
    },
    ['things'],
  )
  expect(outcomes.things).toBe('ok')
  expect(await livingThings()).toEqual(
    [
      'big',
      'good',
      'half a version',
      'half\ufffd',
      'last',
      'nul\ufffdbyte',
      'typed',
      '\u202e\u{1f525} e\u0301',
      'endless',
    ].sort(),
  )
  const { things } = await everythingIsShown()
  expect(things.find(({ name }) => name === 'last')?.attributes).toMatchObject({ b: '\ufffd' })
  expect((things.find(({ name }) => name === 'big')?.attributes.a ?? '').length).toBe(10_000)
})

test('certificates with statuses, ids, dates and texts as nobody documented', async () => {
  const listed = [
    { certificateId: 'not-a-fingerprint', status: 'ACTIVE', creationDate: 1.7e9 },
    { certificateId: 'new-status', status: 'NEW_STATUS', creationDate: -1 },
    { certificateId: 'no-status', creationDate: 1e15 },
    { certificateId: 'long-status', status: 'S'.repeat(5_000), certificateMode: 5 },
    { certificateId: 'new-status', status: 'NEWER_STATUS', creationDate: -99_999_999_999 },
  ]
  const described = {
    certificatePem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    validity: { notBefore: -62_135_596_801, notAfter: 253_402_300_799 },
    customerVersion: 1e12,
    caCertificateId: 'c'.repeat(3_000),
    ownedBy: 'a\u0000b',
    transferData: { transferMessage: '\u0000' },
  }
  const describe = Object.fromEntries(
    listed.map(({ certificateId, status }) => [
      `GET /certificates/${certificateId}`,
      { certificateDescription: { ...described, certificateId, status } },
    ]),
  )
  const outcomes = await aws.sync({ 'GET /certificates': { certificates: listed }, ...describe }, [
    'certificates',
    'certificate-details',
  ])
  expect(outcomes).toMatchObject({ certificates: 'ok', 'certificate-details': 'ok' })
  const { certificates } = await everythingIsShown()
  expect(certificates.map(({ certificateId, status }) => [certificateId, status]).sort()).toEqual([
    ['long-status', 'UNKNOWN'],
    ['new-status', 'UNKNOWN'],
    ['no-status', 'UNKNOWN'],
    ['not-a-fingerprint', 'ACTIVE'],
  ])
  expect(
    certificates.every(({ notBefore, notAfter }) => notBefore === null && notAfter?.startsWith('9999-12-31')),
  ).toBe(true)
  const unknown = await listCertificates(context(), { status: 'UNKNOWN' })
  expect(unknown.items).toHaveLength(3)
})

test('dates as ISO texts are understood, and what is no date is none', async () => {
  const outcomes = await aws.sync(
    {
      'GET /thing-types': {
        thingTypes: [
          { thingTypeName: 'iso', thingTypeMetadata: { creationDate: '2026-01-02T03:04:05.678Z' } },
          { thingTypeName: 'number', thingTypeMetadata: { creationDate: 1_700_000_000 } },
          { thingTypeName: 'words', thingTypeMetadata: { creationDate: 'last spring' } },
          { thingTypeName: 'x-list', thingTypeMetadata: { creationDate: [] } },
          { thingTypeName: 'x-object', thingTypeMetadata: { creationDate: { seconds: 1 } } },
          { thingTypeName: 'x-yes', thingTypeMetadata: { creationDate: true } },
        ],
      },
    },
    ['thing-types'],
  )
  expect(outcomes['thing-types']).toBe('ok')
  const dates = await aws.column(`select created_at::text from thing_types where gone_at is null order by name`)
  expect(dates).toEqual(['2026-01-02 03:04:05.678+00', '2023-11-14 22:13:20+00', null, null, null, null])
})

test('what is missing from the list and may not be asked for by name stays, and harms nothing else', async () => {
  const refused = 'not a name of AWS’s'
  const list = (...names: string[]) => ({ 'GET /things': { things: names.map((thingName) => ({ thingName })) } })
  await aws.sync(list('stays', refused, 'goes'), ['things'])
  const outcomes = await aws.sync(
    {
      ...list('stays', 'comes'),
      'GET /things/*': ({ url }, response) => {
        const known = decodeURIComponent(url ?? '').endsWith(refused)
        response.statusCode = known ? 400 : 404
        const type = known ? 'InvalidRequestException' : 'ResourceNotFoundException'
        response
          .setHeader('x-amzn-errortype', type)
          .end('{"message":"Value at thingName failed to satisfy constraint"}')
      },
    },
    ['things'],
  )
  expect(outcomes.things).toBe('partial')
  expect(await livingThings()).toEqual(['comes', refused, 'stays'])
  expect(await aws.column(`select last_error from collections where collector = 'things'`)).toEqual([
    expect.stringContaining('1 that AWS’s list left out could not be asked for by name'),
  ])
  await aws.sync(list(), ['things'])
})

test('what may be the one that could not be read is not gone, where it cannot be asked for by name', async () => {
  const types = (...thingTypes: object[]) => ({ 'GET /thing-types': { thingTypes } })
  const living = () => aws.column('select name from thing_types where gone_at is null order by name')
  await aws.sync(types({ thingTypeName: 'one' }, { thingTypeName: 'two' }), ['thing-types'])
  const outcomes = await aws.sync(types({ thingTypeName: 'one' }, { thingTypeName: 5 }), ['thing-types'])
  expect(outcomes['thing-types']).toBe('partial')
  expect(await living()).toEqual(['one', 'two'])
  await aws.sync(types({ thingTypeName: 'one' }), ['thing-types'])
  expect(await living()).toEqual(['one'])
})

test('a group whose list is missing keeps its members', async () => {
  const group = {
    'GET /thing-groups': { thingGroups: [{ groupName: 'line' }] },
    'GET /thing-groups/line': { thingGroupName: 'line' },
  }
  const fleet = { ...group, 'GET /things': { things: [{ thingName: 'in-line' }] } }
  const wanted = ['things', 'thing-groups', 'thing-group-members']
  const members = () => aws.column('select thing_name from thing_group_members')
  await aws.sync({ ...fleet, 'GET /thing-groups/line/things': { things: ['in-line'] } }, wanted)
  expect(await members()).toEqual(['in-line'])
  const outcomes = await aws.sync({ ...fleet, 'GET /thing-groups/line/things': { things: null } }, wanted)
  expect(outcomes['thing-group-members']).toBe('partial')
  expect(await members()).toEqual(['in-line'])
  await aws.sync({ ...fleet, 'GET /thing-groups/line/things': { things: [] } }, wanted)
  expect(await members()).toEqual([])
})

test('an index that is not ready: groups are listed as where there is none', async () => {
  const indexed = { thingIndexingConfiguration: { thingIndexingMode: 'REGISTRY' } }
  const outcomes = await aws.sync(
    {
      'GET /indexing/config': indexed,
      'POST /indices/search': (_, response) =>
        response.writeHead(400).end('{"__type":"IndexNotReadyException","message":"not ready"}'),
      'GET /things': { things: [{ thingName: 'in-line' }] },
      'GET /thing-groups': { thingGroups: [{ groupName: 'line' }] },
      'GET /thing-groups/line': { thingGroupName: 'line' },
      'GET /thing-groups/line/things': { things: ['in-line'] },
    },
    ['indexing-configuration', 'things', 'thing-groups', 'thing-group-members'],
  )
  expect(outcomes).toMatchObject({ things: 'ok', 'thing-group-members': 'ok' })
  expect(await aws.column('select thing_name from thing_group_members')).toEqual(['in-line'])
  await aws.sync({}, ['indexing-configuration'])
})

test('ten thousand things on one page, whatever page size was asked for', async () => {
  const things = Array.from({ length: 10_000 }, (_, n) => ({ thingName: `many-${n}` }))
  const outcomes = await aws.sync({ 'GET /things': { things: [...things, ...things.slice(0, 50)] } }, ['things'])
  expect(outcomes.things).toBe('ok')
  expect(await aws.column(`select count(*) from things where name like 'many-%' and gone_at is null`)).toEqual([10_000])
})

test('a thing that comes on two pages of the fleet index is kept once, as it came last', async () => {
  const page = (names: string[], group: string) => names.map((thingName) => ({ thingName, thingGroupNames: [group] }))
  const pages = [page(['twice-a', 'twice-b'], 'early'), page(['twice-b', 'twice-c'], 'late')]
  let asked = 0
  const outcomes = await aws.sync(
    {
      'GET /indexing/config': { thingIndexingConfiguration: { thingIndexingMode: 'REGISTRY' } },
      'POST /indices/search': (_, response) => {
        const things = pages[asked++]
        response.end(JSON.stringify({ things, ...(asked < pages.length && { nextToken: String(asked) }) }))
      },
    },
    ['indexing-configuration', 'things'],
  )
  expect(outcomes.things).toBe('ok')
  const members = `select m.thing_name || ' ' || g.name from thing_group_members m join thing_groups g on g.id = m.group_row_id
    where m.thing_name like 'twice-%' order by 1`
  expect(await aws.column(members)).toEqual(['twice-a early', 'twice-b late', 'twice-c late'])
  await aws.sync({}, ['indexing-configuration'])
})

test('pages that come around again under new tokens end the walk, and nothing is gone for it', async () => {
  let asked = 0
  const before = await livingThings()
  const outcomes = await aws.sync(
    {
      'GET /things': (_, response) => {
        asked += 1
        const page = asked % 3
        const things = Array.from({ length: 3 }, (__, n) => ({ thingName: `around-${page}-${n}` }))
        response.end(JSON.stringify({ things, nextToken: `token-${asked}` }))
      },
    },
    ['things'],
  )
  expect(outcomes.things).toBe('failed')
  expect(asked).toBeLessThan(20)
  expect(await livingThings()).toEqual(expect.arrayContaining(before))
})

test.each<[string, (end: (status: number, body: string | Buffer, headers?: Record<string, string>) => void) => void]>([
  ['an HTML page with 200', (end) => end(200, '<!doctype html><p>Please sign in')],
  ['an empty body', (end) => end(200, '')],
  ['null', (end) => end(200, 'null')],
  ['a text for a list', (end) => end(200, '{"things":"abc"}')],
  ['an object for a list', (end) => end(200, '{"things":{"a":1}}')],
  ['a number for a token', (end) => end(200, '{"things":[],"nextToken":5}')],
  ['an object for a token', (end) => end(200, '{"things":[{"thingName":"tokened"}],"nextToken":{"a":1}}')],
  ['something compressed', (end) => end(200, gzipSync('{"things":[]}'), { 'content-encoding': 'gzip' })],
  ['a redirect', (end) => end(302, '', { location: 'http://127.0.0.1:1/elsewhere' })],
  ['half an answer', (end) => end(200, '{"things":[{"thingName":"hal')],
  ['a number too many', (end) => end(299, '{"things":[],"nextToken":null,"x":1e999}')],
])('%s: what is known stays, and the next pass is good again', async (_, answer) => {
  const good = { 'GET /things': { things: [{ thingName: 'stays' }] } }
  expect((await aws.sync(good, ['things'])).things).toBe('ok')
  const outcomes = await aws.sync(
    {
      'GET /things': (__, response) =>
        answer((status, body, headers = {}) => response.writeHead(status, headers).end(body)),
      'GET /things/stays': { thingName: 'stays' },
    },
    ['things'],
  )
  expect(['ok', 'failed', 'unavailable']).toContain(outcomes.things)
  expect(await livingThings()).toContain('stays')
  expect((await aws.sync(good, ['things'])).things).toBe('ok')
  await everythingIsShown()
})

test('a connection that breaks in the middle of an answer is tried again', async () => {
  let asked = 0
  const outcomes = await aws.sync(
    {
      'GET /things': (_, response) => {
        asked += 1
        response.writeHead(200, { 'content-length': '60' }).write('{"things":[{"thing')
        if (asked < 3) setTimeout(() => response.destroy(), 20)
        else response.end('Name":"after the break"}]}                        ')
      },
    },
    ['things'],
  )
  expect(outcomes.things).toBe('ok')
  expect(await livingThings()).toContain('after the break')
})

test('an answer without its list takes nothing away where nothing can be asked twice', async () => {
  await aws.sync({ 'GET /thing-types': { thingTypes: [{ thingTypeName: 'lamp' }] } }, ['thing-types'])
  const outcomes = await aws.sync({ 'GET /thing-types': {} }, ['thing-types'])
  expect(outcomes['thing-types']).toBe('partial')
  expect(await aws.column('select name from thing_types where gone_at is null')).toEqual(['lamp'])
  await aws.sync({ 'GET /thing-types': { thingTypes: [] } }, ['thing-types'])
  expect(await aws.column('select name from thing_types where gone_at is null')).toEqual([])
})
