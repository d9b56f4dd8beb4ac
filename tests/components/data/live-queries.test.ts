import { expect, test } from 'vitest'
import { everyLiveQuery, queriesChangedBy } from '#components/data/live-queries.ts'
import { api } from '#contract/index.ts'
import { collectors } from '#generated/collectors.ts'

const facts = (collector: string) => queriesChangedBy({ type: 'facts', account: 1, collector, changed: 1 })

test('progress alone changes the Sync page alone', () => {
  expect(queriesChangedBy({ type: 'sync', account: 1, collector: 'things' })).toEqual(['sync'])
})

test.each([...Object.keys(collectors), 'one-yet-to-be-written'])(
  'what %s brings is read again where it is shown',
  (id) => {
    expect(facts(id)).toContain('sync')
    expect(facts(id).length).toBeGreaterThan(1)
    for (const name of facts(id)) expect(Object.keys(api)).toContain(name)
  },
)

test('a run changes its own pages and those of what it is about; an incident its own and what needs attention', () => {
  expect(queriesChangedBy({ type: 'run', account: 1, run: 'x' })).toEqual([
    'response',
    'responseSettings',
    'incidents',
    'deployments',
  ])
  expect(queriesChangedBy({ type: 'incident', account: 1, incident: 'x' })).toEqual(['incidents', 'overview'])
})

test('what nobody placed may be shown anywhere', () => {
  const told = [
    'response',
    'responseSettings',
    'incidents',
    'findings',
    'audits',
    'behaviours',
    'notifications',
    'reports',
  ]
  expect(facts('one-yet-to-be-written')).toEqual(everyLiveQuery.filter((name) => !told.includes(name)))
})
