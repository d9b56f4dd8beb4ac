import {
  CreateThingCommand,
  DeleteThingCommand,
  ListCertificatesCommand,
  ListThingsCommand,
  paginateListThings,
  SearchIndexCommand,
} from '@aws-sdk/client-iot'
import { describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const count = 1100
const aws = simulate({ scenario: `generated-${count}`, searchPageMax: 500 })

async function everyThing(pageSize: number, input = {}) {
  const names: (string | undefined)[] = []
  const sizes: number[] = []
  for await (const { things = [] } of paginateListThings({ client: aws.iot(), pageSize }, input)) {
    sizes.push(things.length)
    names.push(...things.map(({ thingName }) => thingName))
  }
  return { names, sizes }
}

describe('a walk', () => {
  test('sees each thing once, in pages of the size asked for', async () => {
    const { names, sizes } = await everyThing(250)
    expect(sizes).toEqual([250, 250, 250, 250, 100])
    expect(new Set(names).size).toBe(count)
  })

  test('fills its pages although a filter leaves things out', async () => {
    const { names, sizes } = await everyThing(50, { thingTypeName: 'product-1' })
    expect(sizes).toEqual([50, 50, 50, 50, 20])
    expect(names).toHaveLength(count / 5)
  })

  test('goes on where it was when things come and go', async () => {
    const iot = aws.iot()
    const first = await iot.send(new ListThingsCommand({ maxResults: 10 }))
    const last = first.things?.at(-1)?.thingName
    await iot.send(new CreateThingCommand({ thingName: 'aaa-first-of-all' }))
    const removable = 'dev-0000010-and-a-half'
    await iot.send(new CreateThingCommand({ thingName: removable }))
    await iot.send(new DeleteThingCommand({ thingName: removable }))
    const second = await iot.send(new ListThingsCommand({ maxResults: 10, nextToken: first.nextToken }))
    await iot.send(new DeleteThingCommand({ thingName: 'aaa-first-of-all' }))
    expect([last, second.things?.[0]?.thingName]).toEqual(['dev-0000010', 'dev-0000011'])
  })

  test('of certificates runs in either direction', async () => {
    const walk = async (ascendingOrder: boolean) => {
      const ids: (string | undefined)[] = []
      let marker: string | undefined
      do {
        const page = await aws.iot().send(new ListCertificatesCommand({ pageSize: 200, marker, ascendingOrder }))
        ids.push(...(page.certificates ?? []).map(({ certificateId }) => certificateId))
        marker = page.nextMarker
      } while (marker)
      return ids
    }
    const ascending = await walk(true)
    expect(new Set(ascending).size).toBe(count)
    expect((await walk(false)).reverse()).toEqual(ascending)
  })

  test('of a search needs no more than its token', async () => {
    const names: (string | undefined)[] = []
    let nextToken: string | undefined
    do {
      const query = { queryString: 'attributes.room:room-1*', maxResults: 7, nextToken }
      const page = await aws.iot().send(new SearchIndexCommand(query))
      names.push(...(page.things ?? []).map(({ thingName }) => thingName))
      nextToken = page.nextToken
    } while (nextToken)
    const all = await aws
      .iot()
      .send(new SearchIndexCommand({ queryString: 'attributes.room:room-1*', maxResults: 500 }))
    expect(names).toEqual(all.things?.map(({ thingName }) => thingName))
  })
})

describe('page sizes and tokens', () => {
  const list = (input: object) => aws.iot().send(new ListThingsCommand(input))

  test.each([0, -1, 251])('ListThings refuses a page of %i', async (maxResults) => {
    await expectRefusal(list({ maxResults }), 'InvalidRequestException', 400)
  })

  test('certificates come in pages of 25 unless asked otherwise', async () => {
    expect((await aws.iot().send(new ListCertificatesCommand({}))).certificates).toHaveLength(25)
  })

  test('SearchIndex takes as many as it is set to', async () => {
    const search = (maxResults?: number) => aws.iot().send(new SearchIndexCommand({ queryString: '*', maxResults }))
    expect((await search()).things).toHaveLength(100)
    expect((await search(500)).things).toHaveLength(500)
    await expectRefusal(search(501), 'InvalidRequestException', 400)
  })

  test('a token that is made up, or belongs to another question, is refused', async () => {
    const { nextToken } = await list({ maxResults: 5 })
    await expectRefusal(list({ nextToken: 'made-up' }), 'InvalidRequestException', 400)
    await expectRefusal(list({ nextToken, thingTypeName: 'product-1' }), 'InvalidRequestException', 400)
    const elsewhere = aws.iot().send(new SearchIndexCommand({ queryString: '*', nextToken }))
    await expectRefusal(elsewhere, 'InvalidRequestException', 400)
  })
})
