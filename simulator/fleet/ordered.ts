/**
 * A collection that pages read in a steady order and find their place in again by key. `positionAfter` gives the index
 * of the first item whose key is greater, whether or not the key itself is still there.
 */
export interface Ordered<Item> {
  readonly size: number
  at(index: number): Item
  keyOf(item: Item): string
  positionAfter(key: string): number
}

/** Small lists that nobody keeps sorted, in their present order. */
export function inPresentOrder<Item>(items: readonly Item[]): Ordered<Item> {
  return {
    size: items.length,
    at: (index) => items[index] as Item,
    keyOf: (item) => String(items.lastIndexOf(item)),
    positionAfter: (key) => Number(key) + 1,
  }
}

/** The first index at which `isPast` holds; it must hold for everything after, too. */
export function firstIndex<Item>(items: readonly Item[], isPast: (item: Item) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isPast(items[middle] as Item)) high = middle
    else low = middle + 1
  }
  return low
}
