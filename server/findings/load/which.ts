/** Which resources of a kind to load: these, or the next after a row id. In order of their row ids, without those gone. */
export type Which = { ids: readonly number[] } | { after: number; most: number }

/** The account whose facts are loaded: our row, AWS's id and Region. */
export type Of = { id: number; awsAccountId: string; region: string }

/** The condition on `id` with its one value, $2, and the limit. */
export const chosen = (which: Which): { where: string; limit: string; value: unknown } =>
  'ids' in which
    ? { where: 'id = ANY($2::bigint[])', limit: '', value: which.ids }
    : { where: 'id > $2', limit: `LIMIT ${Math.trunc(which.most)}`, value: which.after }
