import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { caller, emptyTally } from '#server/aws/call.ts'

const html = (statusCode: number) => Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode } })

/** What becomes of a call whose tries end like this, after it was answered once or never. */
async function outcomeOf(tries: (Error | string)[], { answeredBefore = false } = {}) {
  const tally = emptyTally()
  const call = caller({
    ...{ service: 'iot', tally, signal: new AbortController().signal, renewCredentials: async () => {} },
    pacer: { turn: async () => {}, slowDown: async () => {} },
    retry: { baseMs: 0, longestMs: 0, patienceMs: 1_000, transientRetries: 4 },
  })
  if (answeredBefore) await call('ListThings', async () => 'before')
  const left = [...tries]
  const answer = await call('ListThings', async () => {
    const next = left.shift() ?? tries.at(-1)
    if (next instanceof Error) throw next
    return next
  }).catch(({ kind }) => kind)
  return [answer, tally.calls - Number(answeredBefore)]
}

test.each<[string, (Error | string)[], boolean, [string, number]]>([
  ['a page of a proxy now and then', [html(200), html(500), 'good'], false, ['good', 3]],
  ['an operation the endpoint does not have', [html(500)], false, ['unavailable', 3]],
  ['an address the endpoint does not have', [html(404)], false, ['unavailable', 1]],
  ['an object it says it does not have', [html(404)], true, ['unavailable', 1]],
  ['a proxy that stays, where there were answers', [html(200)], true, ['transient', 5]],
  ['values of other types', [new TypeError('Expected real number')], false, ['invalid', 3]],
])('%s', async (_, tries, answeredBefore, expected) => {
  expect(await outcomeOf(tries, { answeredBefore })).toEqual(expected)
})

test('a call ends with its pass, though its request goes on', async () => {
  const pass = new AbortController()
  const call = caller({
    ...{ service: 'iot', tally: emptyTally(), signal: pass.signal, renewCredentials: async () => {} },
    pacer: { turn: async () => {}, slowDown: async () => {} },
    retry: { baseMs: 0, longestMs: 0, patienceMs: 1_000, transientRetries: 4 },
  })
  expect(await call('ListThings', async () => 'answered')).toBe('answered')
  expect(getEventListeners(pass.signal, 'abort')).toEqual([])
  const reason = new Error('The worker stops')
  const endless = call('ListThings', () => {
    setImmediate(() => pass.abort(reason))
    return new Promise(() => {})
  })
  await expect(endless).rejects.toBe(reason)
  // What waited for its turn meanwhile is not sent any more.
  await expect(call('ListThings', async () => 'late')).rejects.toBe(reason)
})
