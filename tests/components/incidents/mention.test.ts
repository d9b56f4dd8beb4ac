import { describe, expect, test } from 'vitest'
import { clocksOf } from '#components/incidents/page/clocks.ts'
import { completed, mentionAt, namesFor } from '#components/incidents/page/mention.ts'

const people = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper']

describe('mentions', () => {
  test('an @ before the caret begins one, with the spaces of a name', () => {
    expect(mentionAt('see @Al', 7)).toEqual({ at: 4, typed: 'Al' })
    expect(mentionAt('@', 1)).toEqual({ at: 0, typed: '' })
    expect(mentionAt('@Ada Lo', 7)).toEqual({ at: 0, typed: 'Ada Lo' })
  })

  test('an address, a line end and a caret before it begin none', () => {
    expect(mentionAt('ada@example.com', 15)).toBeUndefined()
    expect(mentionAt('@Ada\nand then', 13)).toBeUndefined()
    expect(mentionAt('@Ada', 0)).toBeUndefined()
    expect(mentionAt('nothing', 7)).toBeUndefined()
  })

  test('names are offered until one is whole, never one’s own', () => {
    const offered = (typed: string, found: readonly string[] = [], me?: string) =>
      namesFor({ at: 0, typed }, { people, found, me })
    expect(offered('a', [], 'Alan Turing')).toEqual(['Ada Lovelace'])
    expect(offered('Ada Lovelace')).toEqual([])
    expect(offered('Ada Lovelace ', ['Ada Lovelace'])).toEqual([])
    expect(offered('a', ['Katherine Johnson', 'Ada Lovelace'])).toEqual([
      ...['Ada Lovelace', 'Alan Turing', 'Katherine Johnson'],
    ])
  })

  test('the whole name takes the place of what was typed', () => {
    expect(completed('hi @Al there', { at: 3, typed: 'Al' }, 'Alan Turing')).toEqual({
      text: 'hi @Alan Turing there',
      caret: 16,
    })
  })
})

describe('clocks from becoming aware', () => {
  const since = '2026-11-20T00:00:00.000Z'

  test('both run from the same moment', () => {
    const [early, full] = clocksOf(since, Date.parse('2026-11-20T18:00:00.000Z'))
    expect(early).toMatchObject({
      hours: 24,
      share: 0.75,
      over: false,
      said: '6 h 0 min left',
      due: '2026-11-21T00:00:00.000Z',
    })
    expect(full).toMatchObject({ hours: 72, share: 0.25, over: false })
  })

  test('one that has run out says by how much', () => {
    const [early, full] = clocksOf(since, Date.parse('2026-11-21T05:30:00.000Z'))
    expect(early).toMatchObject({ share: 1, over: true, said: 'over by 5 h 30 min' })
    expect(full?.over).toBe(false)
  })
})
