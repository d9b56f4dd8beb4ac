/** The latest items, numbered from 1. The oldest make room for new ones. */
export class Ring<Item extends object> {
  #items: (Item & { sequence: number })[] = []
  #count = 0

  constructor(readonly capacity: number) {}

  add(item: Item): Item & { sequence: number } {
    const numbered = { ...item, sequence: ++this.#count }
    this.#items[(this.#count - 1) % this.capacity] = numbered
    return numbered
  }

  /** At most `limit` items with a greater sequence number, oldest first. What is forgotten is skipped. */
  after(sequence: number, limit = this.capacity): (Item & { sequence: number })[] {
    const found: (Item & { sequence: number })[] = []
    const oldest = Math.max(0, this.#count - this.capacity)
    for (let place = Math.max(sequence, oldest); place < this.#count && found.length < limit; place++) {
      const item = this.#items[place % this.capacity]
      if (item) found.push(item)
    }
    return found
  }

  clear() {
    this.#items = []
    this.#count = 0
  }
}
