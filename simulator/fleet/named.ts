import { firstIndex, type Ordered } from './ordered.ts'

/** Things with a unique name, found by it in a map and paged in its order. Case is ignored first, as the fleet index does. */
export class Named<Item extends { readonly name: string }> implements Ordered<Item> {
  readonly #byName = new Map<string, Item>()
  #sorted: Item[] = []
  #isSorted = true

  get size() {
    return this.#byName.size
  }

  get items(): readonly Item[] {
    if (!this.#isSorted) this.#sorted.sort((a, b) => compareNames(a.name, b.name))
    this.#isSorted = true
    return this.#sorted
  }

  at(index: number): Item {
    return this.items[index] as Item
  }

  get(name: string): Item | undefined {
    return this.#byName.get(name)
  }

  /** Cheap in bulk: sorting waits until somebody reads. */
  add(item: Item) {
    const last = this.#sorted.at(-1)
    this.#byName.set(item.name, item)
    if (this.#isSorted && last && compareNames(last.name, item.name) > 0) this.#insert(item)
    else this.#sorted.push(item)
  }

  remove(item: Item) {
    this.#byName.delete(item.name)
    this.#sorted.splice(this.items.indexOf(item), 1)
  }

  keyOf(item: Item) {
    return item.name
  }

  positionAfter(key: string) {
    return firstIndex(this.items, (item) => compareNames(item.name, key) > 0)
  }

  /** Where names starting with the given prefix begin and end, case ignored. */
  rangeOfPrefix(prefix: string): [start: number, end: number] {
    const wanted = prefix.toLowerCase()
    const start = firstIndex(this.items, (item) => item.name.toLowerCase() >= wanted)
    const end = firstIndex(this.items, (item) => {
      const name = item.name.toLowerCase()
      return name >= wanted && !name.startsWith(wanted)
    })
    return [start, end]
  }

  #insert(item: Item) {
    this.#sorted.splice(this.positionAfter(item.name), 0, item)
  }
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()]
  if (lowerA !== lowerB) return lowerA < lowerB ? -1 : 1
  return a < b ? -1 : 1
}
