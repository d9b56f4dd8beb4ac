import { describe, expect, test } from 'vitest'
import { incidentFields } from '#components/incidents/inbox/incident-fields.ts'
import { incidentList, incidentsInput } from '#components/incidents/inbox/incident-list-state.ts'
import { incidentFilters } from '#contract/incidents.ts'

describe('what the inbox asks for', () => {
  test('what is open, unless the address says otherwise', () => {
    expect(incidentsInput({})).toEqual({ open: true })
    expect(incidentsInput({ severity: 'high', cursor: 'x' })).toEqual({ severity: 'high', cursor: 'x', open: true })
    expect(incidentsInput({ view: 'all' })).toEqual({})
    expect(incidentsInput({ state: 'closed' })).toEqual({ state: 'closed' })
    expect(incidentsInput({ view: 'past', cause: 'undecided' })).toEqual({ open: false, cause: 'undecided' })
    expect(incidentsInput({ drill: true })).toEqual({ drill: true })
  })

  test('its filters and orders are the contract’s; `open` is the drawer’s', () => {
    const own = Object.keys(incidentList.filters).filter((name) => name !== 'view')
    const known = Object.keys(incidentFilters.shape).filter((name) => !['account', 'sort', 'open'].includes(name))
    expect(own.toSorted()).toEqual(known.toSorted())
    for (const sort of incidentList.sorts) expect(incidentFilters.safeParse({ sort }).success, sort).toBe(true)
  })

  test('a thing or certificate is only asked for in one account', () => {
    const ids = (oneAccount: boolean) => incidentFields([], undefined, oneAccount).map(({ id }) => id)
    expect(ids(false)).not.toContain('thing')
    expect(ids(true)).toEqual(expect.arrayContaining(['thing', 'certificate']))
  })
})
