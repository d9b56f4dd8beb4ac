import type { CheckSettings } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { describeCheck, settableCheck } from '../describe.ts'
import { readSettings, toSettings } from '../queries/check-settings.ts'
import { requireScope } from '../require-scope.ts'

type Input = {
  check: string
  version: number
  enabled: boolean
  severity: Severity | null
  parameters: Record<string, number>
  perType: { type: string; parameter: string; value: number }[]
  perGroup: { group: string; parameter: string; value: number }[]
  why: string
}

/**
 * Sets a check. All it is about is judged again. Throws a Refusal for a number that it does not have or out of bounds, a
 * type or group that nobody knows, and a change made over somebody else's.
 */
export async function setCheck(context: Context, { check: id, why, version, ...set }: Input): Promise<CheckSettings> {
  const object = { kind: 'check', id, name: describeCheck(id).title }
  const attempted = { action: 'check.set', object, reason: why }
  return attempt(context, attempted, async (client, actor) => {
    const check = settableCheck(id)
    if (!check) throw new Refusal('not-found', 'There is no such check.')
    const numbers = [
      ...Object.entries(set.parameters).map(([parameter, value]) => ({ parameter, value })),
      ...set.perType,
      ...set.perGroup,
    ]
    for (const { parameter, value } of numbers) requireNumber(check.parameters, parameter, value)
    const before = toSettings(id, check, (await readSettings(client)).get(id))
    await requireScope(client, {
      types: fresh(set.perType, before.perType, ({ type }) => type),
      groups: fresh(set.perGroup, before.perGroup, ({ group }) => group),
    })
    // Of two who change it at once, the second waits here for the first.
    const { rowCount } = await client.query(
      `insert into check_settings (check_id, enabled, severity, parameters, per_type, per_group, changed_at, changed_by)
       select $1, $2, $3, $4, $5, $6, $7, $8 where $9 = 0 or exists (select from check_settings where check_id = $1) on conflict (check_id) do update set enabled = excluded.enabled,
         severity = excluded.severity, parameters = excluded.parameters, per_type = excluded.per_type,
         per_group = excluded.per_group, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
         version = check_settings.version + 1 where check_settings.version = $9`,
      [
        ...[id, set.enabled, set.severity, JSON.stringify(set.parameters)],
        ...[JSON.stringify(set.perType), JSON.stringify(set.perGroup), context.now, actor.name],
        version,
      ],
    )
    if (!rowCount) throw await changedMeanwhile(client, id)
    // Witnesses look at their settings themselves.
    if (check.ours)
      await client.query('update finding_scans set wanted = true where subject_kind = $1', [check.subjectKind])
    const after = toSettings(id, check, (await readSettings(client)).get(id))
    await recordMany(client, context, [{ ...attempted, before, after }])
    return after
  })
}

const fresh = <One>(now: readonly One[], before: readonly One[], nameOf: (one: One) => string) => [
  ...new Set(now.map(nameOf).filter((name) => !before.some((one) => nameOf(one) === name))),
]

async function changedMeanwhile(client: Sql, id: string): Promise<Refusal> {
  const { rows } = await client.query<{ by: string | null }>(
    'select changed_by as by from check_settings where check_id = $1',
    [id],
  )
  return new Refusal('conflict', `${rows[0]?.by ?? 'Somebody'} changed it since you looked. Review it again.`)
}

function requireNumber(
  parameters: Record<string, { label: string; min: number; max: number }>,
  name: string,
  value: number,
) {
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (!parameter) throw new Refusal('invalid', `The check has no number called ${name}.`)
  const { label, min, max } = parameter
  if (value < min || value > max) throw new Refusal('invalid', `“${label}” must be between ${min} and ${max}.`)
}
