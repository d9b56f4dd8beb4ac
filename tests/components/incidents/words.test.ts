import { describe, expect, test } from 'vitest'
import { statusWords } from '#components/credentials/words.ts'
import { statusWord } from '#components/incidents/page/side-words.ts'
import { causeWords, feedName, rateInWords, stateWords, weightInWords } from '#components/incidents/words.ts'
import { confidenceInWords } from '#contract/confidence.ts'
import { cause, incidentState } from '#contract/incidents.ts'

describe('words about incidents', () => {
  test('a certificate stands as the pages of certificates say it', () => {
    for (const [status, { word }] of Object.entries(statusWords)) expect(statusWord(status)).toBe(word)
  })

  test('every state and cause has them', () => {
    expect(Object.keys(stateWords)).toEqual(incidentState.options)
    expect(Object.keys(causeWords)).toEqual(cause.options)
  })

  test.each([
    [0.95, 'nearly certain'],
    [0.7, 'likely'],
    [0.5, 'rather likely'],
    [0.49, 'a guess'],
  ])('a confidence of %d is %s', (confidence, said) => {
    expect(confidenceInWords({ cause: 'flapping-link', confidence })).toBe(said)
  })

  test('what is undecided has no confidence', () => {
    expect(confidenceInWords({ cause: 'undecided', confidence: 0 })).toBe('not decided')
  })

  test.each([
    [5, 'decisive'],
    [-4, 'decisive'],
    [2.5, 'strong'],
    [-1.5, 'moderate'],
    [1, 'weak'],
  ])('a weight of %d is %s', (weight, said) => {
    expect(weightInWords(weight)).toBe(said)
  })

  test.each([
    [0, 'none now'],
    [0.005, 'less than one an hour'],
    [0.15, '9 an hour'],
    [6.24, '6.2 a minute'],
    [41.6, '42 a minute'],
  ])('%d a minute reads as %s', (rate, said) => {
    expect(rateInWords(rate)).toBe(said)
  })

  test('a feed nobody named keeps its own name', () => {
    expect(feedName('connection-log')).toBe('AWS IoT logs')
    expect(feedName('tomorrow')).toBe('tomorrow')
  })
})
