import { beforeAll, describe, expect, test } from 'vitest'
import type { NeverTouchRule } from '#contract/response-settings.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { coveredBy, coveredCondition } from '#server/response/guards/never-touch.ts'
import { aGroup, aThing, insert, insertAccount } from '../../../support/builders.ts'
import { useTestDatabase } from '../../../support/database.ts'

const why = 'it keeps people alive'
const named = (pattern: string): NeverTouchRule => ({ by: 'name', pattern, why })

describe('names', () => {
  test.each([
    ['pump-*', 'pump-1', true],
    ['pump-*', 'pump-', true],
    ['pump-*', 'Pump-1', false],
    ['pump-*', 'a-pump-1', false],
    ['*-1', 'pump-1', true],
    ['*', '', true],
    ['p?mp-1', 'pump-1', true],
    ['p?mp-1', 'pmp-1', false],
    ['pump', 'pump-1', false],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['p%mp_1', 'pump-1', false],
    ['pump.1', 'pump-1', false],
    [`${'*a'.repeat(40)}b`, 'a'.repeat(128), false],
  ])('%s and %s', (pattern, name, covered) => {
    expect(coveredBy([named(pattern)], { name, groups: [], attributes: {} }) !== null).toBe(covered)
  })
})

test('the sentence names the rule and its reason', () => {
  const thing = { name: 'a', groups: ['vital', 'all'], attributes: { ward: 'icu', constructor: 'x' } }
  expect(coveredBy([{ by: 'group', group: 'vital', why }], thing)).toBe(
    `Never touched: it is in the group vital (${why})`,
  )
  expect(coveredBy([{ by: 'attribute', name: 'ward', value: 'icu', why }], thing)).toBe(
    `Never touched: its ward is icu (${why})`,
  )
  expect(coveredBy([{ by: 'attribute', name: 'toString', value: 'icu', why }], thing)).toBeNull()
  expect(coveredBy([], thing)).toBeNull()
})

describe('in SQL as in JavaScript', () => {
  const database = useTestDatabase()

  beforeAll(async () => {
    const { pool } = database.db
    await insertAccount(pool)
    const things = ['pump-1', 'pump-2', 'fan-1', 'p%mp_1'].map((name) => aThing({ name, attributes: { ward: name } }))
    const [pump] = await insert(pool, 'things', things)
    const [, inner] = await insert(pool, 'thing_groups', [
      aGroup({ name: 'outer' }),
      aGroup({ name: 'inner', parent_name: 'outer' }),
      aGroup({ name: 'loop', parent_name: 'loop' }),
    ])
    await insert(pool, 'thing_group_members', [
      { group_row_id: inner, thing_row_id: pump, thing_name: 'pump-1', account_id: 1 },
    ])
  })

  test.each<[string, NeverTouchRule[], string[]]>([
    ['no rules', [], []],
    ['a name', [named('pump-*')], ['pump-1', 'pump-2']],
    ['wildcards of SQL are plain', [named('p%mp_1')], ['p%mp_1']],
    ['one letter', [named('pump-?')], ['pump-1', 'pump-2']],
    ['an attribute', [{ by: 'attribute', name: 'ward', value: 'fan-1', why }], ['fan-1']],
    ['a group', [{ by: 'group', group: 'inner', why }], ['pump-1']],
    ['the group above it', [{ by: 'group', group: 'outer', why }], ['pump-1']],
    ['a group that is its own parent', [{ by: 'group', group: 'loop', why }], []],
    ['several', [named('fan-*'), { by: 'group', group: 'inner', why }], ['fan-1', 'pump-1']],
  ])('%s', async (_, rules, expected) => {
    const { rows } = await database.db.pool.query<{ name: string }>(
      toQuery(sql`select t.name from things t where ${coveredCondition(rules)} order by t.name`),
    )
    expect(rows.map(({ name }) => name)).toEqual(expected)
  })
})
