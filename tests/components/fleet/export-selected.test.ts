import { expect, test } from 'vitest'
import { thingsToCsv } from '#components/fleet/export-selected.ts'
import { aThing } from './a-thing.ts'

test('quotes what needs it and disarms formulas', () => {
  const things = [aThing({ name: '=cmd', type: 'a,"b"', groups: ['x', 'y'], attributes: { site: 'Łódź' } })]
  const [head, row] = thingsToCsv(things, () => ({ awsAccountId: '123456789012', region: 'eu-west-1' })).split('\r\n')
  expect(head?.startsWith('aws_account_id,region,name,type')).toBe(true)
  expect(row?.startsWith(`123456789012,eu-west-1,'=cmd,"a,""b""",,x; y,"{""site"":""Łódź""}"`)).toBe(true)
})
