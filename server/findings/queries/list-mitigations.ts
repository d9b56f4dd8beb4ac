import { z } from 'zod'
import type { MitigationChoices } from '#contract/findings.ts'
import { mitigationTypes, whyNotMitigate } from '#contract/mitigations.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditCheckOf } from '../audits/ours.ts'

const action = z.object({ actionType: z.string() })

/** What AWS can be told to do about a finding, by the latest audit that found it. Throws a Refusal for no finding. */
export async function listMitigations({ database }: Context, { id }: { id: string }): Promise<MitigationChoices> {
  const { pool } = database
  const { rows: found } = await pool.query<{ account: number; check: string; kind: string; subject: string }>(
    'select account_id as account, check_id as check, subject_kind as kind, subject from findings where id = $1',
    [id],
  )
  const [finding] = found
  if (!finding) throw new Refusal('not-found', 'There is no such finding.')
  const { account, kind, subject } = finding
  const check = auditCheckOf(finding.check)
  if (!check) return { targets: [], foundAt: null, choices: [] }
  const { rows: told } = await pool.query<{ finding_id: string; last_at: Date; suppressed: boolean }>(
    `select f.finding_id, f.last_at, f.suppressed from audit_findings f
     where f.account_id = $1 and f.check_name = $2 and f.subject_kind = $3 and f.subject = $4
       and f.last_at > now() - interval '90 days' order by f.last_at desc, f.reason limit 1`,
    [account, check, kind, subject],
  )
  const { rows: actions } = await pool.query<{ name: string; facts: unknown }>(
    `select name, facts from aws_objects where account_id = $1 and kind = 'mitigation-action' and gone_at is null order by name`,
    [account],
  )
  const [latest] = told
  return {
    targets: latest ? [latest.finding_id] : [],
    foundAt: latest?.last_at.toISOString() ?? null,
    choices: actions.flatMap(({ name, facts }) => {
      const parsed = action.safeParse(facts)
      if (!parsed.success) return []
      const { actionType: type } = parsed.data
      const whyNot = latest ? (whyNotMitigate(check, type) ?? null) : 'No audit has found it yet'
      const suppressed = latest?.suppressed ? 'Device Defender skips what is suppressed there' : null
      return { action: name, type, about: mitigationTypes[type]?.about ?? type, whyNot: whyNot ?? suppressed }
    }),
  }
}
