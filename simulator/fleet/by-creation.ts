import { firstIndex, type Ordered } from './ordered.ts'

interface Dated {
  readonly id: string
  /** Epoch seconds. */
  readonly createdAt: number
}

/** Certificates, found by id in a map and paged by creation time. */
export class ByCreation<Item extends Dated> implements Ordered<Item> {
  readonly #byId = new Map<string, Item>()
  readonly #sorted: Item[] = []

  get size() {
    return this.#byId.size
  }

  get items(): readonly Item[] {
    return this.#sorted
  }

  at(index: number): Item {
    return this.#sorted[index] as Item
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id)
  }

  add(item: Item) {
    this.#byId.set(item.id, item)
    const last = this.#sorted.at(-1)
    if (last && compare(last, item) > 0) this.#sorted.splice(this.#positionAfter(item), 0, item)
    else this.#sorted.push(item)
  }

  remove(item: Item) {
    this.#byId.delete(item.id)
    this.#sorted.splice(this.#positionAfter(item) - 1, 1)
  }

  keyOf({ createdAt, id }: Item) {
    return `${createdAt} ${id}`
  }

  positionAfter(key: string) {
    const [createdAt, id = ''] = key.split(' ')
    return this.#positionAfter({ createdAt: Number(createdAt), id })
  }

  /** The same collection, newest first. */
  get newestFirst(): Ordered<Item> {
    const size = this.size
    return {
      size,
      at: (index) => this.at(size - 1 - index),
      keyOf: this.keyOf,
      positionAfter: (key) => size - this.positionAfter(key) + (this.#has(key) ? 1 : 0),
    }
  }

  #has(key: string) {
    return this.#byId.has(key.split(' ')[1] ?? '')
  }

  #positionAfter(place: Dated) {
    return firstIndex(this.#sorted, (item) => compare(item, place) > 0)
  }
}

function compare(a: Dated, b: Dated): number {
  if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
