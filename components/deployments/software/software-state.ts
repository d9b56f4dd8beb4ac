import { parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'

/** What the page of versions keeps in its address. */
export const softwareAddress = { by: parseAsStringLiteral(['type', 'group']), package: parseAsString }

/** What the endpoint is asked; the package is chosen among what came, so that the others stay to be chosen. */
export function softwareInput(account: number | undefined, by: 'type' | 'group' | null) {
  return { by: by ?? ('type' as const), ...(account !== undefined && { account }) }
}
