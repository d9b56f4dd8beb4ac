import { createHash } from 'node:crypto'

/** Bytes that depend on nothing but the seed and the order of calls. */
export class SeededBytes {
  #counter = 0

  constructor(readonly seed: string) {}

  take(length: number): Buffer {
    const blocks: Buffer[] = []
    for (let size = 0; size < length; size += 64) {
      blocks.push(
        createHash('sha512')
          .update(`${this.seed}:${this.#counter++}`)
          .digest(),
      )
    }
    return Buffer.concat(blocks).subarray(0, length)
  }
}

export const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
