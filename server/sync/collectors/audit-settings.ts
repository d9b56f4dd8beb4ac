import { recordAuditResults } from '#server/findings/audits/keep-results.ts'
import { collector, minutes, type Source, single } from '../collector.ts'
import { describedAll, keepParts, type Parts, readParts } from '../parts.ts'

export default collector({
  title: 'Audit settings',
  brings: 'which audit checks are on, and when they run',
  everyMs: minutes(15),
  needs: ['iot:DescribeAccountAuditConfiguration', 'iot:ListScheduledAudits', 'iot:DescribeScheduledAudit'],
  ways: {
    settings: single<Parts>({
      read: readSettings,
      async keep(seen, parts) {
        const changes = await keepParts(seen, parts)
        await recordAuditResults(seen)
        return changes
      },
    }),
  },
})

function readSettings(source: Source): Promise<Parts> {
  const { aws } = source
  return readParts(source, [
    {
      kind: 'audit-configuration',
      read: async () => [{ name: 'account', facts: await aws.defender.auditConfiguration() }],
    },
    {
      kind: 'scheduled-audit',
      read: () => describedAll(aws.defender.scheduledAudits(), (name) => aws.defender.scheduledAudit(name)),
    },
  ])
}
