import type { Thing } from '#contract/things.ts'

/** A thing's id in the inventory's address and selection. Thing names hold no slash. */
export function keyOf({ account, name }: Pick<Thing, 'account' | 'name'>) {
  return `${account}/${name}`
}

/** The account and name in such an id, or undefined when it is none. */
export function parseKey(key: string | undefined) {
  const [, account, name] = /^(\d{1,9})\/(.{1,128})$/.exec(key ?? '') ?? []
  return account && name ? { account: Number(account), name } : undefined
}
