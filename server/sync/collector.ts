import type pg from 'pg'
import type { Aws } from '#server/aws/collecting.ts'
import type { Changes, FactAccount, Observation, RowId } from '#server/history/observation.ts'

/** What a collector reads from: AWS, and what we know already. */
export type Source = {
  aws: Aws
  account: FactAccount
  sql: pg.Pool
  /** Which way this pass goes, when the collector knows several. */
  route: string
  passNumber: number
  passStartedAt: Date
  /** Facts that may change unnoticed are looked at again after this long. */
  recheckMs: number
  /** About how many objects to keep at a time. */
  batchItems: number
  /** Set where a pass ends well but not complete. */
  remark?: Remark | undefined
}

/** A sentence for people, and the kinds of small objects that could not be read: what is kept of them is of before. */
export type Remark = { message: string; missingPermission?: string; leftOut?: string[] }

/** One file in collectors/: brings one kind of fact. The file's name is its id. */
export type Collector = {
  title: string
  /** What it brings, as a plural noun for people. */
  brings: string
  everyMs: number
  /** Collectors of the same account that go first when they are due too. */
  after?: readonly string[]
  /** The IAM actions it calls. */
  needs: readonly string[]
  /** The ways to bring it. The first that the endpoint offers is taken, in the order `choose` gives, else as written. */
  ways: Record<string, Way>
  /** Names of ways, best first; none when other collectors bring the facts, or why there is no way. */
  choose?(source: Omit<Source, 'route'>): Promise<string[] | { unavailable: string }>
}

export type Way = Single | Listing | Worklist | Nested | Tail

/** A few calls, one commit. */
export type Single<Answer = unknown> = {
  kind: 'single'
  read(source: Source): Promise<Answer>
  keep(seen: Observation, answer: Answer, source: Source): Promise<Changes>
}

/** A complete list, page by page; what it no longer holds is gone. */
export type Listing<Item = unknown, Full = unknown> = {
  kind: 'listing'
  pages(source: Source, token: string | undefined): AsyncIterable<{ items: Item[]; next?: string | undefined }>
  /** Further calls about the items of some pages, before they are kept. */
  enrich?(source: Source, items: Item[]): Promise<Full[]>
  /** Must return the row ids of all items, changed or not. */
  keep(seen: Observation, items: Full[], source: Source): Promise<Changes & { ids: RowId[] }>
  /** Calls a pass will take, as far as can be told. */
  expected?(source: Source): Promise<number | null>
  gone?: Gone
  /** Once after the last page, in a transaction of its own. */
  finish?(seen: Observation, source: Source): Promise<Changes>
}

/** How to notice and keep what a complete listing no longer holds. `table` and `where` are our own SQL. */
export type Gone = {
  table:
    | 'things'
    | 'thing_types'
    | 'thing_groups'
    | 'certificates'
    | 'ca_certificates'
    | 'policies'
    | 'deployments'
    | 'greengrass_cores'
  name: 'name' | 'certificate_id' | 'thing'
  where?: string
  /** The second look: AWS's lists are not snapshots. Without one the list is believed. */
  exists?(source: Source, name: string): Promise<boolean>
  keep(seen: Observation, ids: RowId[]): Promise<void>
}

/** Objects that each take a call of their own. Which ones is asked of the database, so a killed pass loses little. */
export type Worklist<Item extends { at: unknown } = { at: unknown }, Answer = unknown> = {
  kind: 'worklist'
  /** The next items after the one at `after`; none ends the pass. */
  next(source: Source, after: Item['at'] | undefined, limit: number): Promise<Item[]>
  /** Answers null when AWS no longer has the object. */
  read(source: Source, item: Item): Promise<Answer | null>
  keep(seen: Observation, read: { item: Item; answer: Answer | null }[], source: Source): Promise<Changes>
  /** How many there are now. */
  expected?(source: Source): Promise<number | null>
  /** What follows the item at `after` whatever becomes of those before: it is read while they are kept. */
  ahead?(source: Source, after: Item['at'], limit: number): Promise<Item[]>
  finish?(seen: Observation, source: Source): Promise<Changes>
}

/** A list for each of some objects of ours, such as the members of each group. */
export type Nested<Parent extends { id: RowId } = { id: RowId }, Item = unknown> = {
  kind: 'nested'
  /** The parent with the next higher row id. */
  nextParent(source: Source, after: RowId): Promise<Parent | null>
  pages(
    source: Source,
    parent: Parent,
    token: string | undefined,
  ): AsyncIterable<{ items: Item[]; next?: string | undefined }>
  /** Adds what is new. Must return a 64-bit key for every item, unique over all parents. */
  keep(seen: Observation, parent: Parent, items: Item[]): Promise<Changes & { keys: string[] }>
  /** Takes away what the parent's complete list did not hold: `unseen` is SQL over a key expression. */
  sweep(seen: Observation, parent: Parent, unseen: (key: string) => string): Promise<Changes>
  expected?(source: Source): Promise<number | null>
  finish?(seen: Observation, source: Source): Promise<Changes>
}

/** A feed without an end that is read on from where it was left, whichever pass that was. */
export type Tail<Item = unknown, Position = unknown> = {
  kind: 'tail'
  /** What there is after `position` (null: never read), oldest first, each page with the position behind it. */
  pages(source: Source, position: Position | null): AsyncIterable<{ items: Item[]; position: Position }>
  keep(seen: Observation, items: Item[], source: Source): Promise<Changes>
  /** Once items are kept for good. */
  kept?(source: Source, items: Item[]): Promise<void>
  /** When the newest of the items happened, for the feed's age. */
  lastAt?(items: Item[]): Date | null
}

/** Declares a collector. */
export const collector = (definition: Collector): Collector => definition

export const minutes = (count: number): number => count * 60_000

// The types of a way's items are known where it is written; the engine only hands back what it was given.
export const single = <Answer>(way: Omit<Single<Answer>, 'kind'>): Way => ({ kind: 'single', ...way }) as Single
export const listing = <Item, Full = Item>(way: Omit<Listing<Item, Full>, 'kind'>): Way =>
  ({ kind: 'listing', ...way }) as unknown as Listing
export const worklist = <Item extends { at: unknown }, Answer>(way: Omit<Worklist<Item, Answer>, 'kind'>): Way =>
  ({ kind: 'worklist', ...way }) as unknown as Worklist
export const tail = <Item, Position>(way: Omit<Tail<Item, Position>, 'kind'>): Way =>
  ({ kind: 'tail', ...way }) as unknown as Tail
export const nested = <Parent extends { id: RowId }, Item>(way: Omit<Nested<Parent, Item>, 'kind'>): Way =>
  ({ kind: 'nested', ...way }) as unknown as Nested
