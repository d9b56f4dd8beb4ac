import type { Thing } from '#contract/things.ts'

/** A thing's id in the inventory's address and selection. Thing names hold no slash. */
export function keyOf({ account, name }: Pick<Thing, 'account' | 'name'>) {
  return `${account}/${name}`
}
