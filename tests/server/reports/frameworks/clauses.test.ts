import { expect, test } from 'vitest'
import { type ControlId, controls } from '#generated/controls.ts'
import { type FrameworkId, frameworks } from '#generated/frameworks.ts'
import type { Control } from '#server/reports/control.ts'
import type { Framework } from '#server/reports/framework.ts'

const controlsById: Readonly<Record<ControlId, Control>> = controls
const all = Object.values(controlsById)
const byId: Readonly<Record<FrameworkId, Framework>> = frameworks
const ids = Object.keys(byId) as FrameworkId[]
const clausesOf = (id: FrameworkId) => Object.keys(byId[id].clauses)
const named = (id: FrameworkId) => new Set(all.flatMap(({ clauses }) => clauses[id] ?? []))

test.each(ids)('%s: every clause that a control names is there, and every clause has a control', (id) => {
  expect([...named(id)].toSorted()).toEqual(clausesOf(id).toSorted())
})

test('the golden rules have 48 recommendations, each with a control of its own', () => {
  const perRule = [4, 6, 4, 10, 3, 3, 4, 5, 6, 3]
  const wanted = perRule.flatMap((many, rule) => Array.from({ length: many }, (_, place) => `${rule + 1}.${place + 1}`))
  expect(wanted).toHaveLength(48)
  expect(clausesOf('golden-rules').toSorted()).toEqual(wanted.toSorted())
  for (const { clauses, group, order } of all.filter(({ group }) => group.startsWith('Rule'))) {
    expect(clauses['golden-rules']).toEqual([`${/\d+/.exec(group)?.[0]}.${order}`])
  }
})

test.each([
  ['iot-core', 'AWS IoT Core', 10],
  ['device-agents', 'Device agents', 8],
] as const)('%s has as many practices as it is numbered by, each with a control of its own', (id, group, many) => {
  expect(clausesOf(id).toSorted()).toEqual(Array.from({ length: many }, (_, place) => String(place + 1)).toSorted())
  const own = all.filter((control) => control.group === group)
  for (const { clauses, order } of own) expect(clauses[id]).toEqual([String(order)])
  expect(own).toHaveLength(many)
})

test('no control names a clause twice, and each is mapped to a framework of others', () => {
  for (const { title, clauses } of all) {
    for (const list of Object.values(clauses)) expect(new Set(list).size, title).toBe(list.length)
    expect(Object.keys(clauses).length, title).toBeGreaterThan(1)
  }
})

test('what is said of a clause is one line of our own', () => {
  for (const id of ids) {
    for (const [clause, { says }] of Object.entries(byId[id].clauses)) {
      expect(says, `${id} ${clause}`).toMatch(/^[A-Z][^.\n]{10,110}[^.\s]$/)
    }
  }
})
