import { expect, test } from 'vitest'
import { createKept } from '#server/reports/facts/kept.ts'

const never = new Promise<void>(() => undefined)
const soon = Promise.resolve()
const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, second))

/** A count that takes as long as it is told, on a clock that moves only then. */
function world(worthKeeping: (value: number) => boolean = () => true) {
  const clock = { ms: 0 }
  const tell = createKept<number>({ worthKeeping, clock: () => clock.ms })
  const pool = {}
  let counts = 0
  const ask = (now: Date, { tookMs = 1, tired = never as Promise<unknown>, of = pool as object, name = 'a' } = {}) =>
    tell(of, name, { now, tired }, async () => {
      const nth = ++counts
      await new Promise((done) => setImmediate(done))
      clock.ms += tookMs
      return nth
    })
  return { clock, ask }
}

test('several who ask at a time are told one count, and others of other things or places their own', async () => {
  const { ask } = world()
  const told = await Promise.all([ask(at(0)), ask(at(0)), ask(at(0), { name: 'b' }), ask(at(0), { of: {} })])
  expect(told.map(({ value }) => value)).toEqual([1, 1, 2, 3])
})

test.each([
  ['quick', 1, 4_999, 5_001],
  ['slow', 2_000, 99_999, 100_001],
  ['very slow', 20_000, 299_999, 300_001],
])('a %s count stands for a while, with its own time', async (_, tookMs, within, beyond) => {
  const { clock, ask } = world()
  await ask(at(0), { tookMs })
  const done = clock.ms
  clock.ms = done + within
  expect(await ask(at(1))).toMatchObject({ value: 1, at: at(0) })
  clock.ms = done + beyond
  expect(await ask(at(2))).toMatchObject({ value: 2, at: at(2) })
})

test('whoever grows tired is told the older count with its time, and the next one the new; what is too old nobody', async () => {
  const { clock, ask } = world()
  await ask(at(0))
  clock.ms += 60_000
  expect(await ask(at(1), { tired: soon })).toMatchObject({ value: 1, at: at(0) })
  await new Promise((done) => setTimeout(done, 5))
  expect(await ask(at(2), { tired: soon })).toMatchObject({ value: 2, at: at(1) })
  clock.ms += 900_001
  expect(await ask(at(3), { tired: soon })).toMatchObject({ value: 3, at: at(3) })
})

test('what came to nothing, or failed, is counted again', async () => {
  const { ask } = world((value) => value > 1)
  expect((await ask(at(0))).value).toBe(1)
  expect((await ask(at(0))).value).toBe(2)
  expect((await ask(at(0))).value).toBe(2)
  const tell = createKept<number>({ worthKeeping: () => true })
  const pool = {}
  const failing = tell(pool, 'a', { now: at(0), tired: never }, () => Promise.reject(new Error('away')))
  await expect(failing).rejects.toThrow('away')
  expect(await tell(pool, 'a', { now: at(1), tired: never }, async () => 7)).toMatchObject({ value: 7 })
})

test('no more than three are counted at once', async () => {
  const tell = createKept<number>({ worthKeeping: () => true })
  let running = 0
  let most = 0
  const count = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((done) => setTimeout(done, 2))
    running -= 1
    return 1
  }
  const pool = {}
  await Promise.all(Array.from({ length: 10 }, (_, n) => tell(pool, String(n), { now: at(0), tired: never }, count)))
  expect(most).toBe(3)
})
