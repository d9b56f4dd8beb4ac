/** Places for what is long under way, so that neither one person nor all together can take everything. */
export type Slots = {
  /**
   * Takes a place and returns what gives it back, once however often it is called; null when none is left. It throws
   * nothing: made in one of Next's bundles and used in another, it would throw a Refusal that the other does not know.
   */
  take(person: string): (() => void) | null
}

export function createSlots({ all, each }: { all: number; each: number }): Slots {
  const taken = new Map<string, number>()
  let total = 0
  return {
    take(person) {
      const own = taken.get(person) ?? 0
      if (own >= each || total >= all) return null
      taken.set(person, own + 1)
      total += 1
      let given = false
      return () => {
        if (given) return
        given = true
        total -= 1
        const left = (taken.get(person) ?? 1) - 1
        if (left > 0) taken.set(person, left)
        else taken.delete(person)
      }
    },
  }
}
