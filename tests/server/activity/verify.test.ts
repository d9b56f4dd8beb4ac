import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkTrail, latestHead, notedPlaces } from '#server/activity/check.ts'
import { sealedContent } from '#server/activity/content.ts'
import { record } from '#server/activity/record.ts'
import { verifyTrail } from '#server/activity/verify.ts'
import { type Database, inTransaction } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { useTestDatabase } from '../../support/database.ts'
import { anEntry, emptyTrail, recordSome, somebody, tamper } from './tamper.ts'

const database = useTestDatabase()
let db: Database

beforeAll(() => {
  db = database.db
})
beforeEach(() => emptyTrail(db))

const verify = (batch?: number) => verifyTrail(db.pool, batch ? { batch } : {})
const found = async (batch?: number) =>
  (await verify(batch)).problems.map(({ kind, position, entry }) => [kind, position, entry])
const seals = async () => (await db.pool.query('select position, activity_id from activity_seals order by 1')).rows

describe('an untouched trail', () => {
  test('is intact, empty or not, in batches of any size', async () => {
    expect(await verify()).toMatchObject({ entries: 0, problems: [], place: { position: 0 } })
    await recordSome(db, 7)
    await record(
      db.prisma,
      { actor: somebody, ipAddress: null },
      { action: 'one', subject: 'x', detail: { a: 'ü "\\' } },
    )
    for (const batch of [1, 2, 3, 7, 8, 9, 5_000]) {
      expect(await verify(batch)).toMatchObject({ entries: 8, problems: [], place: await latestHead(db.pool) })
    }
  })

  test('reads the same whatever the session has set', async () => {
    await recordSome(db, 3)
    await inTransaction(db.pool, async (client) => {
      await client.query(`set local timezone = 'Asia/Kathmandu'; set local datestyle = 'German'; set local bytea_output = 'escape';
        set local intervalstyle = 'iso_8601'; set local extra_float_digits = -10`)
      expect((await verifyTrail(client)).problems).toEqual([])
      await client.query("insert into activity (actor_name, action) values ('x', 'y')")
    })
    expect(await verify()).toMatchObject({ entries: 4, problems: [] })
  })

  test('is sealed over what verifying reads', async () => {
    await recordSome(db, 2)
    const { rows } = await db.pool.query(
      toQuery(sql`select activity_content(a) = ${sealedContent} as same, ${sealedContent} as content from activity a`),
    )
    expect(rows.map(({ same }) => same)).toEqual([true, true])
    // Every column there is, in an order that stays: one that is added must be sealed too.
    const columns = await db.pool.query(
      `select attname from pg_attribute where attrelid = 'activity'::regclass and attnum > 0 and not attisdropped`,
    )
    expect(JSON.parse(rows[0].content)).toHaveLength(columns.rows.length + 1)
  })

  test('goes on where it was verified before', async () => {
    await recordSome(db, 5)
    const { place } = await verify()
    await recordSome(db, 3)
    expect(await verifyTrail(db.pool, { after: place })).toMatchObject({
      entries: 3,
      problems: [],
      place: { position: 8 },
    })
  })
})

describe('what a superuser does with the triggers off is found where it was done', () => {
  beforeEach(() => recordSome(db, 9))

  test.each([
    ['a changed entry', "update activity set reason = 'Lost' where id = 4", [['changed', 4, '4']]],
    ['a changed time', "update activity set at = at + interval '1 ms' where id = 4", [['changed', 4, '4']]],
    [
      'a value moved to the next column',
      'update activity set object_id = object_name, object_name = object_id where id = 2',
      [['changed', 2, '2']],
    ],
    ['a detail changed', `update activity set detail = '{"n": 10}' where id = 9`, [['changed', 9, '9']]],
    ['an entry deleted in the middle', 'delete from activity where id = 5', [['deleted', 5, '5']]],
    [
      'the newest entries deleted',
      'delete from activity where id > 7',
      [
        ['deleted', 8, '8'],
        ['deleted', 9, '9'],
      ],
    ],
    [
      'a seal changed',
      "update activity_seals set hash = sha256('x') where position = 3",
      [
        ['seal-changed', 3, '3'],
        ['order', 4, '4'],
      ],
    ],
    [
      'a seal removed',
      'delete from activity_seals where position = 3',
      [
        ['seal-removed', 3, null],
        ['unsealed', null, '3'],
      ],
    ],
    [
      'the newest seals removed',
      'delete from activity_seals where position > 7',
      [
        ['cut-off', 8, null],
        ['unsealed', null, '8'],
        ['unsealed', null, '9'],
      ],
    ],
    ['an entry slipped in', `insert into activity (actor_name, action) values ('x', 'y')`, [['unsealed', null, '10']]],
    ['the head moved back', 'update activity_head set position = 8', [['head', 10, null]]],
    ['the head changed', "update activity_head set hash = sha256('x')", [['head', 10, null]]],
    ['the head removed', 'delete from activity_head', [['head', 10, null]]],
  ])('%s', async (_, statement, expected) => {
    await tamper(db, statement)
    for (const batch of [1, 2, 4, 5_000]) expect(await found(batch), `in batches of ${batch}`).toEqual(expected)
  })

  test('two entries swapped', async () => {
    await tamper(
      db,
      'create temp table swapped on commit drop as select * from activity where id in (3, 6)',
      'delete from activity where id in (3, 6)',
      'update swapped set id = 9 - id',
      'insert into activity overriding system value select * from swapped',
    )
    expect(await found()).toEqual([
      ['changed', 3, '3'],
      ['changed', 6, '6'],
    ])
  })

  test('two seals swapped', async () => {
    await tamper(
      db,
      'update activity_seals set position = 100 where position = 3',
      'update activity_seals set position = 3 where position = 6',
      'update activity_seals set position = 6 where position = 100',
    )
    expect(await found()).toEqual([
      ['order', 3, '6'],
      ['order', 4, '4'],
      ['order', 6, '3'],
      ['order', 7, '7'],
    ])
  })

  test('an entry and its seal changed together', async () => {
    await tamper(
      db,
      "update activity set reason = 'Lost' where id = 4",
      `update activity_seals s set hash = activity_hash(previous_hash, activity_content(a)) from activity a where a.id = 4 and activity_id = 4`,
    )
    expect(await found()).toEqual([['order', 5, '5']])
  })

  test('the whole end cut off, head and all, is told by any place noted before', async () => {
    const head = await latestHead(db.pool)
    await checkTrail(db.pool, 'recent', new Date())
    await tamper(
      db,
      'delete from activity where id > 6',
      'delete from activity_seals where position > 6',
      'update activity_head set (position, hash) = (select position, hash from activity_seals where position = 6)',
    )
    expect(await found()).toEqual([])
    const noted = [{ ...head, when: 'yesterday' }]
    expect((await verifyTrail(db.pool, { noted })).problems).toMatchObject([{ kind: 'cut-off', position: 9 }])
    // The self-checks know by themselves, and go on knowing while the chain grows over the gap.
    for (const kind of ['recent', 'full', 'recent'] as const) {
      expect((await checkTrail(db.pool, kind, new Date())).problems).toMatchObject([{ kind: 'cut-off', position: 9 }])
    }
    await recordSome(db, 5)
    for (const kind of ['recent', 'full', 'recent'] as const) {
      const { problems } = await checkTrail(db.pool, kind, new Date())
      expect(problems.some((problem) => problem.kind === 'rewritten' && problem.position === 9)).toBe(true)
    }
  })

  test('the whole chain written anew is told by any place noted before', async () => {
    const noted = [{ ...(await latestHead(db.pool)), when: 'yesterday' }]
    await tamper(
      db,
      "update activity set reason = 'Lost' where id = 1",
      'delete from activity_seals',
      `insert into activity_seals with recursive chain (id, previous, hash) as (
        select a.id, decode(repeat('00', 32), 'hex'), activity_hash(decode(repeat('00', 32), 'hex'), activity_content(a)) from activity a where id = 1
        union all select a.id, c.hash, activity_hash(c.hash, activity_content(a)) from chain c join activity a on a.id = c.id + 1)
       select id, id, previous, hash from chain`,
      'update activity_head set hash = (select hash from activity_seals where position = 9)',
    )
    expect(await found()).toEqual([])
    expect((await verifyTrail(db.pool, { noted })).problems).toMatchObject([{ kind: 'rewritten', position: 9 }])
  })

  test('a trigger switched off', async () => {
    await db.pool.query('alter table activity disable trigger activity_seal')
    expect(await verify()).toMatchObject({ problems: [{ kind: 'guard' }], place: { position: 9 } })
  })
})

describe('self-checks', () => {
  test('move on over what is intact, stop in front of a break and find it again', async () => {
    const now = new Date('2026-11-20T10:00:00Z')
    await recordSome(db, 4)
    expect(await checkTrail(db.pool, 'recent', now)).toMatchObject({ place: { position: 4 }, problems: [] })
    await recordSome(db, 4)
    await tamper(db, 'delete from activity where id = 6')
    for (const day of [20, 21, 21]) {
      const check = await checkTrail(db.pool, 'recent', new Date(`2026-11-${day}T11:00:00Z`))
      expect(check).toMatchObject({ place: { position: 4 }, problems: [{ kind: 'deleted', position: 6 }] })
    }
    expect((await notedPlaces(db.pool)).map(({ position }) => position)).toEqual([4, 4])
  })

  test('the full one finds what lies behind the recent ones', async () => {
    await recordSome(db, 4)
    await checkTrail(db.pool, 'recent', new Date())
    await tamper(db, "update activity set action = 'x' where id = 2")
    expect((await checkTrail(db.pool, 'recent', new Date())).problems).toEqual([])
    expect((await checkTrail(db.pool, 'full', new Date())).problems).toMatchObject([{ kind: 'changed', position: 2 }])
  })
})

test('many wrong entries are counted, and the first hundred named', async () => {
  await recordSome(db, 250)
  await tamper(db, "update activity set actor_id = 'u2'")
  const { problems, more, place } = await verify(40)
  expect([problems.length, more, place.position]).toEqual([100, 150, 0])
})

test('a transaction that rolls back leaves a gap in the numbers and none in the chain', async () => {
  await recordSome(db, 1)
  await expect(
    inTransaction(db.pool, async (client) => {
      await client.query("insert into activity (actor_name, action) values ('x', 'y')")
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await record(db.prisma, { actor: null, ipAddress: null }, anEntry(2))
  expect(await seals()).toEqual([
    { position: 1, activity_id: 1 },
    { position: 2, activity_id: 3 },
  ])
  expect(await found()).toEqual([])
})
