import type { Policy } from '#contract/policies.ts'

/** What the drawer's address holds: account and name, so it is found even when not on the page shown. */
export const rowKey = ({ account, name }: Pick<Policy, 'account' | 'name'>) => `${account}:${name}`
