import { oc } from '@orpc/contract'
import './plain-messages.ts'
import { z } from 'zod'
import type { Role } from './roles.ts'

/** What every contract entry declares: the weakest role that may call it, or 'public' for strangers. */
export type EntryMeta = { role: Role | 'public' }

const as = (role: EntryMeta['role']) => oc.$meta<EntryMeta>({ role })

export const asPublic = as('public')
export const asViewer = as('viewer')
export const asResponder = as('responder')
export const asApprover = as('approver')
export const asAdmin = as('admin')

/** An instant on the wire: ISO 8601 in UTC. */
export const instant = z.string()

/** Our number for an AWS account and Region; query strings carry it as text. */
export const accountId = z.coerce.number().int().positive().max(2_147_483_647)

/** A row's own number. Text, because it may exceed what a JSON number holds exactly. */
export const rowId = z
  .string()
  .regex(/^\d{1,19}$/)
  .refine((text) => text.length < 19 || text <= '9223372036854775807', 'No row has such a number')

/** The same account in a body, where numbers are numbers. */
export const accountNumber = z.number().int().positive().max(2_147_483_647)

/** Which version of something a change was made from. */
export const versionSeen = z.number().int().min(0).max(2_147_483_647)

/** A yes or no that may come from a query string. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

const pageSize = z.coerce.number().int().min(1).max(200).default(100)

/** What every list takes beside its filters: the opaque key of the page and how many rows. */
export const paging = { cursor: z.string().max(2048).optional(), limit: pageSize.optional() }

/** One page by key. `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** How many rows match. `capped` means "at least": counting stops at 10,000 so that it stays quick. */
export const count = z.object({ count: z.number().int(), capped: z.boolean() })

/** One value of a facet and how many rows have it. */
export const facetValue = z.object({ value: z.string(), count: z.number().int() })
