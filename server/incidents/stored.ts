import { z } from 'zod'
import { evidenceLine, party } from '#contract/incidents.ts'

/** The stored forms of an incident's lists. What another version wrote in a form of its own is left out, not shown wrong. */

const seenSide = party.omit({ certificate: true, certificateStatus: true, thing: true })
export type StoredSide = z.infer<typeof seenSide>

const member = z.object({ clientId: z.string(), thing: z.string().nullable(), kicks: z.number().int() })

/** The items of a stored list that are of this form. */
export const listOf =
  <Item extends z.ZodType>(item: Item) =>
  (stored: unknown): z.infer<Item>[] =>
    Array.isArray(stored)
      ? stored.flatMap((one) => {
          const parsed = item.safeParse(one)
          return parsed.success ? [parsed.data] : []
        })
      : []

export const sidesIn = listOf(seenSide)
export const evidenceIn = listOf(evidenceLine)
export const membersIn = listOf(member)

const dismissal = z.object({
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  cause: z.string().optional(),
  severity: z.string().optional(),
})
/** Why, by whom and when an incident was dismissed, and what it was then. */
export type Dismissal = z.infer<typeof dismissal>

export const dismissalIn = (stored: unknown): Dismissal | null => dismissal.safeParse(stored).data ?? null

/** Every client ID of an incident: its own, and those that a common cause joins to it. */
export function clientsOf({ client_id, members }: { client_id: string; members: unknown }): string[] {
  return [...new Set([client_id, ...membersIn(members).map(({ clientId }) => clientId)])]
}
