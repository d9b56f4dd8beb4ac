import { SeededBytes } from '../x509/seeded.ts'

/** Chance that repeats with its seed. */
export class Dice {
  readonly #bytes: SeededBytes

  constructor(seed: string) {
    this.#bytes = new SeededBytes(`dice:${seed}`)
  }

  /** From 0 up to, not including, 1. */
  share(): number {
    return this.#bytes.take(4).readUInt32BE() / 2 ** 32
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.share() * (high - low + 1))
  }

  strikes(chance: number): boolean {
    return this.share() < chance
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)]
    if (item === undefined) throw new Error('Nothing to pick from')
    return item
  }
}
