import { type AwsSuppression, recordAwsSuppressions } from '#server/findings/audits/keep-suppressions.ts'
import { nameOf } from '#server/findings/audits/resource.ts'
import { keepObjects } from '#server/findings/objects.ts'
import { collector, minutes, single } from '../collector.ts'

export default collector({
  title: 'Audit suppressions',
  brings: 'what Device Defender was told to leave out',
  everyMs: minutes(15),
  needs: ['iot:ListAuditSuppressions'],
  ways: {
    list: single<AwsSuppression[]>({
      async read({ aws }) {
        const all: AwsSuppression[] = []
        for await (const { items } of aws.defender.auditSuppressions()) {
          all.push(
            ...items.map(({ checkName, resourceIdentifier, expirationDate, description }) => ({
              check: checkName,
              resource: { resourceIdentifier },
              expiresAt: expirationDate ?? null,
              description: description ?? null,
            })),
          )
        }
        return all
      },
      async keep(seen, suppressions) {
        const objects = suppressions.map(({ check, resource, expiresAt, description }) => ({
          name: nameOfSuppression(check, nameOf(resource)),
          facts: {
            checkName: check,
            resourceIdentifier: resource.resourceIdentifier,
            expirationDate: expiresAt?.toISOString() ?? null,
            suppressIndefinitely: expiresAt === null,
            description,
          },
        }))
        const changes = await keepObjects(seen, 'audit-suppression', objects)
        await recordAwsSuppressions(seen, suppressions)
        return changes
      },
    }),
  },
})

const nameOfSuppression = (check: string, { kind, name }: { kind: string; name: string }) => `${check} ${kind} ${name}`
