import type { EffectiveDeployment, InstalledComponent } from '#server/aws/greengrass.ts'
import { type ComponentFacts, recordComponents } from '#server/deployments/keep/components.ts'
import { type CoreToRead, coresToRead, coresToReadCount, hasCores } from '#server/deployments/keep/cores.ts'
import { recountByCores } from '#server/deployments/keep/counts.ts'
import { type CoreExecutionFacts, recordCoreExecutions } from '#server/deployments/keep/executions.ts'
import { noteSoftwareRead } from '#server/deployments/keep/software.ts'
import { collector, minutes, type Source, worklist } from '../collector.ts'

type Item = { at: number; core: CoreToRead }
type Answer = { components: InstalledComponent[]; deployments: EffectiveDeployment[] }

export default collector({
  title: 'Greengrass components',
  brings: 'what Greengrass cores run, and how deployments went on each',
  everyMs: minutes(5),
  after: ['greengrass-cores', 'greengrass-deployments', 'jobs'],
  needs: ['greengrass:ListInstalledComponents', 'greengrass:ListEffectiveDeployments'],
  ways: {
    'by-core': worklist<Item, Answer>({
      next: unread,
      ahead: unread,
      async read({ aws }, { core }) {
        const components = await aws.greengrass.installedComponents(core.thing)
        const deployments = components && (await aws.greengrass.effectiveDeployments(core.thing))
        return deployments && { components, deployments }
      },
      async keep(seen, read) {
        // One that is gone meanwhile is marked by the list of cores.
        const answered = read.flatMap(({ item, answer }) => (answer ? [{ core: item.core, ...answer }] : []))
        const changed = await recordComponents(seen, answered.map(toComponents))
        const executions = answered.flatMap(({ core, deployments }) =>
          deployments.map((one) => toExecution(core.thing, one)),
        )
        const moved = await recordCoreExecutions(seen, executions)
        if (moved) await recountByCores(seen, [...new Set(executions.map(({ deployment }) => deployment))])
        return { changed: changed + moved }
      },
      async expected(source) {
        return 2 * (await coresToReadCount(source.sql, source.account.id, recheckBefore(source)))
      },
      async finish(seen) {
        if (await hasCores(seen)) await noteSoftwareRead(seen)
        return {}
      },
    }),
  },
})

async function unread(source: Source, after = 0, limit: number): Promise<Item[]> {
  const cores = await coresToRead(source.sql, source.account.id, recheckBefore(source), after, limit)
  return cores.map((core) => ({ at: core.id, core }))
}

const recheckBefore = ({ passStartedAt, recheckMs }: Source) => new Date(passStartedAt.getTime() - recheckMs)

const toComponents = ({
  core,
  components,
}: {
  core: CoreToRead
  components: InstalledComponent[]
}): ComponentFacts => ({
  core: core.id,
  thing: core.thing,
  asOf: core.statusAt,
  components: components.map((one) => ({
    name: one.componentName,
    version: one.componentVersion,
    lifecycle: one.lifecycleState ?? null,
    root: one.isRoot ?? false,
    source: one.lastInstallationSource ?? null,
    statusAt: one.lastStatusChangeTimestamp ?? null,
    reportedAt: one.lastReportedTimestamp ?? null,
  })),
})

// COMPLETED is what a core alone calls the end that a core of a group calls SUCCEEDED ("EffectiveDeployment").
function toExecution(thing: string, told: EffectiveDeployment): CoreExecutionFacts {
  const status = told.coreDeviceExecutionStatus === 'COMPLETED' ? 'SUCCEEDED' : told.coreDeviceExecutionStatus
  const { errorStack = [], errorTypes = [] } = told.statusDetails ?? {}
  const failed = ['FAILED', 'REJECTED', 'TIMED_OUT'].includes(status)
  return {
    deployment: told.deploymentId,
    thing,
    status,
    message: failed ? (told.reason ?? errorStack.at(-1) ?? null) : null,
    details: failed && errorStack.length + errorTypes.length > 0 ? { errorStack, errorTypes } : null,
    queuedAt: told.creationTimestamp ?? null,
    updatedAt: told.modifiedTimestamp ?? null,
  }
}
