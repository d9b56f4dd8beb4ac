import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cause } from '#contract/incidents.ts'
import { type Judgement, judge } from '#server/incidents/judge.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { conflict, feedSets, type Labelled } from './conflicts.ts'

const now = new Date('2026-11-03T00:00:00Z')
const around = { registered: true, critical: false, otherClients: 0 }
const judged = ({ records, alikeNow }: Labelled) => judge(records, { ...around, alikeNow }, now)

const causes = [
  'same-credential-two-places',
  'two-credentials-one-client-id',
  'second-process',
  'flapping-link',
  'client-or-sdk-bug',
] as const

describe('a labelled set of conflicts', () => {
  const perClass = 24
  const set = [...causes, 'benign' as const].flatMap((cause, place) =>
    feedSets.flatMap((feeds) =>
      Array.from({ length: perClass }, (_, n) =>
        conflict(cause, feeds, 1 + n + 1000 * place + 100_000 * feedSets.indexOf(feeds)),
      ),
    ),
  )
  const seen = set.map((one) => ({ ...one, said: judged(one)?.cause ?? ('benign' as const) }))

  test('has at least 300 of them', () => expect(set.length).toBeGreaterThanOrEqual(300))

  test.each([...causes, 'benign' as const])('%s is told apart', (cause) => {
    const real = seen.filter((one) => one.cause === cause)
    const said = seen.filter((one) => one.said === cause)
    const right = real.filter((one) => one.said === cause).length
    const precision = said.length ? right / said.length : 0
    const recall = right / real.length
    console.log(`${cause.padEnd(30)} precision ${precision.toFixed(2)}  recall ${recall.toFixed(2)}  of ${real.length}`)
    expect(precision).toBeGreaterThanOrEqual(0.85)
    expect(recall).toBeGreaterThanOrEqual(0.75)
  })

  test('what is not told is undecided, with what would decide it', () => {
    for (const one of seen.filter(({ said }) => said === 'undecided')) {
      const { confidence, evidence } = judged(one) as Judgement
      expect(confidence).toBe(0)
      expect(evidence).not.toEqual([])
    }
  })
})

describe('a judgement is a function of the set of records', () => {
  const someConflict = fc
    .tuple(fc.constantFrom<Cause | 'benign'>(...causes, 'benign'), fc.constantFrom(...feedSets), fc.nat(1_000_000))
    .map(([cause, feeds, seed]) => conflict(cause as Labelled['cause'], feeds, seed))

  test('order and repetition change nothing', () => {
    const shuffled = someConflict.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray(one.records, { minLength: one.records.length }),
        fc.subarray(one.records),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([one, records, again]) => {
        expect(judge([...records, ...again], { ...around, alikeNow: one.alikeNow }, now)).toEqual(judged(one))
      }),
    )
  })

  test('more take-overs never make fewer', () => {
    fc.assert(
      fc.property(someConflict, someConflict, (one, other) => {
        const both = judge([...one.records, ...other.records], { ...around, alikeNow: 1 }, now)
        const kicks = judged(one)?.kicks ?? 0
        if (kicks > 0) expect(both).not.toBeNull()
      }),
    )
  })

  test('odd records are judged without a complaint', () => {
    const text = fc.option(fc.string({ maxLength: 20 }), { nil: null })
    const record = fc.record({
      key: fc.uuid(),
      at: fc.date({ min: new Date(0), max: now, noInvalidDate: true }),
      kind: fc.constantFrom('connect', 'disconnect', 'connect-failed', 'auth-error'),
      clientId: fc.string(),
      principal: text,
      sourceIp: text,
      sourcePort: fc.constant(null),
      reason: text,
      duplicate: fc.boolean(),
      session: text,
      version: fc.constant(null),
      feed: fc.constantFrom('logs', 'lifecycle', 'index', 'audit'),
    }) as fc.Arbitrary<ConnectionRecord>
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const said = judge(records, { ...around, alikeNow: 1 }, now)
        if (said) expect(said.firstAt.getTime()).toBeLessThanOrEqual(said.lastAt.getTime())
      }),
    )
  })
})
