import { parseAsString } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'

/** The activity page's address. */
export const activityList = defineList('activity', {
  filters: { action: parseAsString, actor: parseAsString },
  sorts: [],
})
