import type { ActivityFilters } from '#contract/activity.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'

/** What an object filter may match, each with an index of its own. */
const objectColumns = [
  (object: string) => sql`a.object_id = ${object}`,
  (object: string) => sql`a.object_name = ${object}`,
  // What a run did to each of its targets.
  (object: string) => sql`a.detail ->> 'run' = ${object}`,
  // Entries that name no object, such as those of earlier versions.
  (object: string) => sql`(a.subject = ${object} and a.object_id is null)`,
]

/** The list's filters; `objects` are further objects, entries about any of which are wanted, too. */
export type TrailFilters = ActivityFilters & { objects?: readonly string[] }

/** The filters as conditions on `activity a`; `ways` are alternatives of which one has to hold, none when there is one only. */
export function activityConditions({ actor, action, object, objects = [], kind, result, from, to }: TrailFilters): {
  all: Fragment[]
  ways: Fragment[]
} {
  const all = [
    actor === undefined ? null : sql`a.actor_id = ${actor}`,
    action === undefined ? null : sql`a.action = ${action}`,
    kind === undefined ? null : sql`a.object_kind = ${kind}`,
    result === undefined ? null : resultIs(result),
    from === undefined ? null : sql`a.at >= ${new Date(from)}`,
    to === undefined ? null : sql`a.at < ${endOf(to)}`,
  ]
  return {
    all: all.filter((condition) => condition !== null),
    ways: (object === undefined ? objects : [object, ...objects]).flatMap((one) =>
      objectColumns.map((matches) => matches(one)),
    ),
  }
}

// Said twice, so that the planner sees that the index of what did not go well will do.
function resultIs(result: string): Fragment {
  return result === 'ok' ? sql`a.result = 'ok'` : sql`a.result <> 'ok' and a.result = ${result}`
}

const dayMs = 86_400_000

// A day counts to its end, an instant up to itself.
function endOf(to: string): Date {
  const day = /^\d{4}-\d\d-\d\d$/.test(to)
  return new Date(Date.parse(to) + (day ? dayMs : 0))
}
