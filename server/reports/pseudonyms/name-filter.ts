// With 24 bits and 8 looks a name, one word in a hundred thousand is taken for a name: a token too many, never one too few.
const bitsPerName = 24
const looks = 8

/** Which names are known, in 3 bytes each: a million of them must not sit in memory as text (a Bloom filter). */
export class NameFilter {
  readonly #bits: Uint32Array
  readonly #size: number

  constructor(expected: number) {
    this.#size = Math.max(1024, Math.ceil((expected * bitsPerName) / 32) * 32)
    this.#bits = new Uint32Array(this.#size / 32)
  }

  add(name: string): void {
    for (const bit of this.#places(name)) this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }

  /** Whether the name was added, or, rarely, another one that looks like it. */
  has(name: string): boolean {
    for (const bit of this.#places(name)) if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false
    return true
  }

  *#places(name: string): Generator<number> {
    let a = 0xdeadbeef
    let b = 0x41c6ce57
    for (let place = 0; place < name.length; place += 1) {
      const code = name.charCodeAt(place)
      a = Math.imul(a ^ code, 2654435761)
      b = Math.imul(b ^ code, 1597334677)
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
    const step = (b | 1) >>> 0
    for (let look = 0; look < looks; look += 1) yield ((a >>> 0) + look * step) % this.#size
  }
}
