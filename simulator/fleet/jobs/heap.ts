/** What is due next comes out first: a binary heap by `at`, equal ones in the order they came in. */
export class Heap<Item extends { readonly at: number }> {
  readonly #items: { item: Item; order: number }[] = []
  #order = 0

  get first(): Item | undefined {
    return this.#items[0]?.item
  }

  push(item: Item) {
    const items = this.#items
    const added = { item, order: this.#order++ }
    let place = items.push(added) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      const other = items[above]
      if (!other || !isBefore(added, other)) break
      items[place] = other
      place = above
    }
    items[place] = added
  }

  /** Takes the first out. */
  shift() {
    const items = this.#items
    const last = items.pop()
    if (!last || !items.length) return
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const right = items[left + 1]
      const child = right && isBefore(right, items[left] ?? last) ? left + 1 : left
      const below = items[child]
      if (!below || !isBefore(below, last)) break
      items[place] = below
      place = child
    }
    items[place] = last
  }
}

const isBefore = (a: { item: { at: number }; order: number }, b: { item: { at: number }; order: number }) =>
  a.item.at === b.item.at ? a.order < b.order : a.item.at < b.item.at
