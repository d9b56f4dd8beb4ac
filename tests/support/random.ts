/** A seeded source of choices, so that a failing case can be met again. */
export function seeded(seed: number) {
  let state = seed >>> 0
  // Mulberry32: small, and even enough for choosing test data.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const oneOf = <T>(choices: readonly [T, ...T[]]): T => choices[below(choices.length)] ?? choices[0]
  const chance = (probability: number) => next() < probability
  return { below, oneOf, chance }
}
