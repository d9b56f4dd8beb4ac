import { z } from 'zod'
import type { Observation } from '#server/history/observation.ts'
import type { Mitigation } from './keep-mitigations.ts'
import { targetsOf } from './ours.ts'

const facts = z.object({
  target: z.object({ findingIds: z.array(z.string()).catch([]) }),
  auditCheckToActionsMapping: z.record(z.string(), z.array(z.string())),
})
const execution = z.object({
  findingId: z.string(),
  actionName: z.string().nullish(),
  status: z.string(),
  message: z.string().nullish(),
})

type Line = {
  audit: string
  check: string
  finding: string
  reason: string | null
  at: Date
  task: string
  text: string
}

/** Writes into the logs of findings what AWS was told to do about them, and what came of it: by whichever run, or in AWS. */
export async function logMitigations(
  { tx, account }: Observation,
  changed: readonly { id: string; added: boolean }[],
  tasks: readonly Mitigation[],
): Promise<void> {
  const lines = changed.flatMap(({ id, added }) => {
    const task = tasks.find((one) => one.id === id)
    // Between its beginning and its end a task says nothing new.
    return task && (added || task.endedAt) ? linesOf(task) : []
  })
  if (lines.length === 0) return
  const of = <Value>(value: (line: Line) => Value) => lines.map(value)
  await tx.query(
    `INSERT INTO finding_log (finding_id, at, kind, by_name, text)
     SELECT f.id, g.at, 'mitigation', r.by_name, coalesce('Run ' || r.number || ': ', '') || g.text
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[])
       g (audit, check_id, finding, reason, at, task, text)
     JOIN audit_findings a ON a.account_id = $1 AND a.check_name = g.audit AND a.finding_id = g.finding
       AND (g.reason IS NULL OR a.reason = g.reason)
     JOIN findings f ON f.account_id = $1 AND f.check_id = g.check_id AND f.subject = a.subject AND f.subject_kind = a.subject_kind
     LEFT JOIN LATERAL (SELECT r.number, r.by_name FROM response_runs r JOIN response_steps s ON s.run_id = r.id
       WHERE r.account_id = $1 AND r.action = 'apply-mitigation' AND s.params ->> 'task' = g.task LIMIT 1) r ON TRUE`,
    [
      ...[account.id, of(({ audit }) => audit), of(({ check }) => check), of(({ finding }) => finding)],
      ...[of(({ reason }) => reason), of(({ at }) => at), of(({ task }) => task), of(({ text }) => text)],
    ],
  )
}

/** One for each check that a finding of the task may belong to; which of them it is, its row tells. */
function linesOf({ id, facts: told, executions, startedAt, endedAt }: Mitigation): Line[] {
  const parsed = facts.safeParse(told)
  if (!parsed.success) return []
  const { target, auditCheckToActionsMapping: actions } = parsed.data
  const results = executions.flatMap((one) => execution.safeParse(one).data ?? [])
  return Object.entries(actions).flatMap(([audit, names]) =>
    target.findingIds.flatMap((finding) => {
      const own = results.filter(({ findingId }) => findingId === finding)
      const ended = own.map(({ actionName, status, message }) =>
        [`${actionName ?? names.join(', ')}: ${status.toLowerCase()}`, message].filter(Boolean).join(', '),
      )
      const text = endedAt && ended.length > 0 ? ended.join('; ') : `${names.join(', ')}: begun`
      return targetsOf(audit).map(({ id: check, reason }) => ({
        ...{ audit, check, finding, reason, task: id, text },
        at: endedAt ?? startedAt,
      }))
    }),
  )
}
