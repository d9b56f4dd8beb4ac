import { expect, test } from 'vitest'
import { useOddAws } from './odd-aws.ts'

const aws = useOddAws()
const feeds = ['things', 'certificates', 'thing-principals']
const arn = (id: string) => `arn:aws:iot:eu-west-1:123456789012:cert/${id}`

/** An AWS in which these things hold these certificates. */
function fleet(holds: Record<string, string[]>, { listed = Object.keys(holds) } = {}) {
  const certificates = [...new Set(Object.values(holds).flat())]
  const principals = Object.entries(holds).map(([thing, ids]) => [
    `GET /things/${encodeURIComponent(thing)}/principals-v2`,
    { thingPrincipalObjects: ids.map((id) => ({ principal: arn(id) })) },
  ])
  return {
    'GET /things': { things: listed.map((thingName) => ({ thingName })) },
    'GET /certificates': {
      certificates: certificates.map((certificateId) => ({ certificateId, status: 'ACTIVE' })),
    },
    ...Object.fromEntries(principals),
    'GET /principals/things-v2': (
      request: { headers: NodeJS.Dict<string | string[]> },
      response: { end(s: string): void },
    ) => {
      const holders = Object.entries(holds).filter(([, ids]) =>
        ids.some((id) => request.headers['x-amzn-principal'] === arn(id)),
      )
      response.end(JSON.stringify({ principalThingObjects: holders.map(([thingName]) => ({ thingName })) }))
    },
  }
}

const links = () =>
  aws.column(`select t.name || ' ' || c.certificate_id from thing_certificates l join things t on t.id = l.thing_row_id
    join certificates c on c.id = l.certificate_row_id order by 1`)
const counts = () =>
  aws.column(`select certificate_id || ' ' || coalesce(thing_count::text, 'unknown') from certificates order by 1`)

test('while things cannot be listed, no certificate is said to be attached to nothing', async () => {
  const holds = { one: ['a'], two: ['b'] }
  const broken = (_: unknown, response: { writeHead(status: number): { end(): void } }) => response.writeHead(500).end()
  await aws.sync({ ...fleet(holds), 'GET /things': broken }, feeds)
  expect(await counts()).toEqual(['a unknown', 'b unknown'])
  await aws.sync(fleet(holds), feeds)
  expect(await links()).toEqual(['one a', 'two b'])
  expect(await counts()).toEqual(['a 1', 'b 1'])
})

test('a new thing that uses an old certificate is asked for it', async () => {
  await aws.sync(fleet({ one: ['a'], two: ['b'], three: ['a'] }), feeds)
  expect(await links()).toEqual(['one a', 'three a', 'two b'])
  expect(await counts()).toEqual(['a 2', 'b 1'])
})

test('a certificate whose thing is not listed yet is unknown, and known with it', async () => {
  const holds = { one: ['a'], two: ['b'], three: ['a'], late: ['c'] }
  await aws.sync(fleet(holds, { listed: ['one', 'two', 'three'] }), feeds)
  expect(await counts()).toEqual(['a 2', 'b 1', 'c unknown'])
  await aws.sync(fleet(holds), feeds)
  expect(await links()).toEqual(['late c', 'one a', 'three a', 'two b'])
  expect(await counts()).toEqual(['a 2', 'b 1', 'c 1'])
})
