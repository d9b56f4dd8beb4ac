import type pg from 'pg'
import { plainText } from '#server/platform/plain-text.ts'

/** The account facts are about. `id` is our row, the other two are AWS's. */
export type FactAccount = { id: number; awsAccountId: string; region: string }

/**
 * One transaction that writes what AWS said about one account. Writers of one account wait for each other, so counts
 * derived from links are never computed from a half-seen state. `knownSince` is when the last complete pass of the
 * same collector ended: what an older object shows newly is a change, what a younger one shows is its first sight.
 */
export type Observation = { tx: pg.PoolClient; account: FactAccount; knownSince: Date | null }

/** How many rows an observation added, changed and marked gone. */
export type Changes = { added?: number; changed?: number; gone?: number }

/** A fact's row id; ours are far below 2^53. */
export type RowId = number

/** `plainText`, keeping "not said" as null. */
export const plainOrNull = (text: string | null | undefined): string | null => (text == null ? null : plainText(text))

/** Keeps the last of the items that share a key: list pages are not snapshots, an item may come twice. */
export function lastOfEach<T>(items: T[], key: (item: T) => string): T[] {
  const last = new Map<string, T>()
  for (const item of items) last.set(key(item), item)
  return last.size === items.length ? items : [...last.values()]
}

// The first half of the advisory lock's key says what is locked: an account's facts.
const factLock = 7_270_371

/**
 * Begins a transaction that writes one account's facts: its writers take turns, and no commit waits for the disk.
 * Everything in it goes by key, some hundreds at a time. A plan made while the tables were empty, or without their
 * statistics, would read them whole for every page: so each statement is planned for what it is given, by index, and
 * what compares a page with what is known looks its rows up one by one (LATERAL … LIMIT 1) instead of joining them.
 */
export const beginFacts = (accountId: number): string =>
  `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off;
   SELECT pg_advisory_xact_lock(${factLock}, ${Math.trunc(accountId)})`
