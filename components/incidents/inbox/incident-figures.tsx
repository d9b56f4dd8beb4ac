import { Figure, Figures } from '#components/ui/figure.tsx'
import type { IncidentFigures as Counted, Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'

/** What is open, what nobody has taken up, and how bad it is. Exercises are not among them. */
export function IncidentFigures({ data, account }: { data: Counted | undefined; account: number | undefined }) {
  const within = account === undefined ? {} : { account }
  const rated = (severity: Severity) => data?.bySeverity.find((one) => one.severity === severity)?.count
  const lesser = data && data.open - (rated('critical') ?? 0) - (rated('high') ?? 0)
  return (
    <Figures>
      <Figure label="Open" value={data?.open} detail="new, triaged or contained" href={links.incidents(within)} />
      <Figure
        label="Unassigned"
        value={data?.unassigned}
        detail="open, and nobody’s"
        health={data && data.unassigned > 0 ? 'attention' : 'ok'}
        href={links.incidents({ ...within, assignee: 'nobody' })}
      />
      <Figure
        label="Critical"
        value={data && (rated('critical') ?? 0)}
        detail="open"
        health={rated('critical') ? 'critical' : 'ok'}
        href={links.incidents({ ...within, severity: 'critical' })}
      />
      <Figure
        label="High"
        value={data && (rated('high') ?? 0)}
        detail="open"
        health={rated('high') ? 'high' : 'ok'}
        href={links.incidents({ ...within, severity: 'high' })}
      />
      <Figure label="Medium or less" value={lesser} detail="open" />
    </Figures>
  )
}
