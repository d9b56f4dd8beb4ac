import { createParser, parseAsBoolean } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'

const name = createParser({
  parse: (text: string) => (text.length > 0 && text.length <= 128 ? text : null),
  serialize: (text: string) => text,
})

/** What the list of silent agents keeps in its address. */
export const silentList = defineList('silent-agents', { filters: { type: name, never: parseAsBoolean }, sorts: [] })
