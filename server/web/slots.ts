import { Refusal } from '#server/platform/refusal.ts'

/** Places for what is long under way, so that neither one person nor all together can take everything. */
export type Slots = {
  /** Takes a place and returns what gives it back, once however often it is called. Throws a Refusal when none is left. */
  take(person: string, sentence: string): () => void
}

export function createSlots({ all, each }: { all: number; each: number }): Slots {
  const taken = new Map<string, number>()
  let total = 0
  return {
    take(person, sentence) {
      const own = taken.get(person) ?? 0
      if (own >= each || total >= all) throw new Refusal('too-many', sentence)
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
