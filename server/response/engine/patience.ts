import { readGuards } from '../guards/settings.ts'
import type { Patience } from './proof.ts'
import type { ResponseParts } from './turn.ts'

/** How long proofs take and last now: as the guards say, where nobody handed over anything else. */
export async function patienceOf({ settings, pool }: Pick<ResponseParts, 'settings' | 'pool'>): Promise<Patience> {
  const settleMs = settings.settleMs ?? (await readGuards(pool)).settleS * 1000
  return { settleMs, unreadForMs: settings.unreadForMs, watchForMs: settings.watchForMs }
}
