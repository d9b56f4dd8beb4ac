import type { AuditFinding } from '#server/aws/defender.ts'
import { conflictCheck, sharedCheck } from '#server/findings/audits/connections.ts'
import { finishRun } from '#server/findings/audits/finish-run.ts'
import {
  nextRunToRead,
  type RunToRead,
  recordAuditFindings,
  type ToldFinding,
} from '#server/findings/audits/keep-findings.ts'
import type { Resource } from '#server/findings/audits/resource.ts'
import { collector, minutes, nested, type Source } from '../collector.ts'

/** A finding names ten of its resources itself ("AuditFinding"). */
const inlineRelated = 10
/** Checks whose findings are about their related resources; of the last, AWS names none with the finding. */
const wantRelated = [
  conflictCheck,
  sharedCheck,
  'INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK',
] as const

export default collector({
  title: 'Audit findings',
  brings: 'what the latest audit of each check found',
  everyMs: minutes(5),
  after: ['audits'],
  needs: ['iot:ListAuditFindings', 'iot:ListRelatedResourcesForAuditFinding'],
  ways: {
    'by-check': nested<RunToRead, ToldFinding>({
      nextParent: ({ sql, account }, after) => nextRunToRead(sql, account.id, after),
      pages: (source, run) => findingsOf(source, run),
      keep: recordAuditFindings,
      async sweep(seen, run) {
        await finishRun(seen, run)
        return {}
      },
    }),
  },
})

// A page token of AWS's is of little use to a pass that begins again: the few pages of one check are read anew.
async function* findingsOf(source: Source, { task, check, compliant }: RunToRead) {
  if (!compliant) {
    for await (const { items } of source.aws.defender.auditFindings(task, check)) {
      const told: ToldFinding[] = []
      for (const finding of items) told.push(toTold(finding, await relatedOf(source, finding)))
      yield { items: told, next: 'more' }
    }
  }
  yield { items: [] }
}

async function relatedOf({ aws }: Source, { checkName, findingId, relatedResources: inline }: AuditFinding) {
  if (!wantRelated.some((one) => one === checkName)) return null
  if (inline.length > 0 && inline.length < inlineRelated) return inline
  const all: Resource[] = []
  for await (const { items } of aws.defender.relatedResources(findingId)) all.push(...items)
  return all.length > 0 ? all : inline
}

const toTold = (finding: AuditFinding, related: Resource[] | null): ToldFinding => ({
  id: finding.findingId,
  foundAt: finding.findingTime ?? null,
  severity: finding.severity ?? null,
  resource: finding.nonCompliantResource,
  inline: finding.relatedResources,
  related,
  says: finding.reasonForNonCompliance ?? null,
  reason: finding.reasonForNonComplianceCode ?? null,
  suppressed: finding.isSuppressed ?? false,
  raw: finding.raw,
})
