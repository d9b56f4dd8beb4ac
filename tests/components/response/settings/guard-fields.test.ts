import { expect, test } from 'vitest'
import { complaintAbout, guardGroups } from '#components/response/settings/guard-fields.ts'
import { guards } from '#contract/response-settings.ts'

const fields = guardGroups.flatMap((group) => group.fields)

test('every number of the guards has its field', () => {
  const others = ['readOnly', 'neverTouch', 'finalNeedsApproval']
  const numbers = Object.keys(guards.shape).filter((name) => !others.includes(name))
  expect(fields.map(({ name }) => name as string).sort()).toEqual(numbers.sort())
})

test.each(fields)('$name accepts its bounds, which the server accepts too, and nothing beyond', (field) => {
  const { name, min, max, scale = 1 } = field
  for (const bound of [min, max]) {
    expect(complaintAbout(field, String(bound))).toBeUndefined()
    expect(guards.shape[name].safeParse(bound / scale).success).toBe(true)
    expect(field.means(bound / scale)).toMatch(/\.$/)
  }
  expect(complaintAbout(field, String(min - 1))).toContain('At least')
  expect(complaintAbout(field, String(max + 1))).toContain('At most')
  for (const bad of [min - 1, max + scale]) expect(guards.shape[name].safeParse(bad / scale).success).toBe(false)
  expect(complaintAbout(field, '')).toBe('Write a number')
  expect(complaintAbout(field, 'many')).toBe('Write a number')
})

test('whole numbers are asked for where the server wants them', () => {
  const hours = fields.find(({ name }) => name === 'approvalHours')
  const targets = fields.find(({ name }) => name === 'targetsPerHour')
  expect(hours && complaintAbout(hours, '1.5')).toBeUndefined()
  expect(targets && complaintAbout(targets, '1.5')).toBe('A whole number')
})
