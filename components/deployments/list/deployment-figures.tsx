import { Figure, Figures } from '#components/ui/figure.tsx'
import type { DeploymentFigures as Counted, DeploymentHealth } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'

/** How many go how, and whom updates do not reach. */
export function DeploymentFigures({ data, account }: { data: Counted | undefined; account: number | undefined }) {
  const within = account === undefined ? {} : { account }
  const of = (health: DeploymentHealth) => data?.byHealth.find((one) => one.health === health)?.count ?? 0
  const by = (health: DeploymentHealth) => ({
    value: data && of(health),
    href: links.deployments({ ...within, health }),
  })
  return (
    <Figures>
      <Figure label="Failing" {...by('failing')} detail="under way" health={of('failing') ? 'bad' : 'ok'} />
      <Figure label="Stalled" {...by('stalled')} detail="under way" health={of('stalled') ? 'attention' : 'ok'} />
      <Figure label="Running" {...by('running')} detail="and getting on" />
      <Figure
        label="Security updates blocked"
        value={data?.blocked}
        detail="devices that they do not reach"
        health={data?.blocked ? 'bad' : 'ok'}
        href={links.findings({ ...within, check: 'security-update-blocked' })}
      />
      <Figure
        label="Behind"
        value={data?.behind}
        detail="run less than is meant for them"
        health={data?.behind ? 'attention' : 'ok'}
        href={links.drift({ ...within, kind: 'behind' })}
      />
      <Figure
        label="Cannot be updated"
        value={data?.unupdatable}
        detail="and need a plan"
        health={data?.unupdatable ? 'attention' : 'ok'}
        href={links.unupdatable(within)}
      />
    </Figures>
  )
}
