import type { CollectorId } from '#generated/collectors.ts'
import type { ObjectKind } from '#server/findings/objects.ts'
import type { Fragment } from '#server/platform/sql.ts'
import type { FactScope } from './scope.ts'

/** One file in figures/: a named number. The file's name is its id; the sealed bundle holds its query's text. */
export type FigureDefinition = {
  title: string
  /** The page that shows what it counts. */
  path: string
  /** Feeds whose facts it counts: while one is missing or stale in an account of the scope, the figure cannot be told. */
  reads: readonly CollectorId[]
  /** Kinds of small objects among those facts that it counts: a reading may bring some kinds and have to leave out others. */
  objects?: readonly ObjectKind[]
  /** Whether thing groups of the scope narrow it; where not, the report says that it covers whole accounts. */
  narrows: 'accounts' | 'groups'
  /**
   * A SELECT of one row: `value` (null: it cannot be told), `of` (null: it has no whole), and, where there is one, `at` (age
   * of what was counted; without it that of the feeds), `failing` (how many items speak against it), `why_not`, and, of what
   * has no whole, `nothing` (there is nothing it could count: that none was counted proves nothing).
   * Set-based and quick at a million things. Times that depend on now come from the scope, never from the database's clock.
   */
  sql(scope: FactScope): Fragment
}

/** Declares a figure. */
export const figure = (definition: FigureDefinition): FigureDefinition => definition
