import type { CoverageItem } from '#contract/findings.ts'

/** What a part of coverage looks at: one account, and its small objects as they were last told. */
export type Watched = {
  account: number
  region: string
  objects: ReadonlyMap<string, { name: string; facts: unknown; seenAt: Date }[]>
}

type Given = Omit<CoverageItem, 'id' | 'account' | 'step' | 'command' | 'at'> & {
  id: string
  step?: string | null
  command?: string | null
  at?: Date | null
}

/** One line of the coverage page; `id` is unique within the account. */
export function item({ account }: Pick<Watched, 'account'>, { id, at, step, command, ...rest }: Given): CoverageItem {
  return {
    ...rest,
    id: `${account} ${id}`,
    account,
    step: step ?? null,
    command: command ?? null,
    at: at?.toISOString() ?? null,
  }
}

/** The only object of a kind that an account has one of. */
export const only = ({ objects }: Watched, kind: string) => objects.get(kind)?.[0]
