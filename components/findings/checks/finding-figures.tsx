import { Figure, Figures } from '#components/ui/figure.tsx'
import type { FindingFigures as Counted } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'

/** What is open and how bad it is, and how much could not be judged at all. */
export function FindingFigures({ data, account }: { data: Counted | undefined; account: number | undefined }) {
  const within = account === undefined ? {} : { account }
  const rated = (severity: Severity) => data?.bySeverity.find((one) => one.severity === severity)?.count ?? 0
  return (
    <Figures>
      <Figure label="Open" value={data?.open} detail="not suppressed" href={links.findings(within)} />
      <Figure
        label="Critical"
        value={data && rated('critical')}
        detail="open"
        health={rated('critical') ? 'critical' : 'ok'}
        href={links.findings({ ...within, severity: 'critical' })}
      />
      <Figure
        label="High"
        value={data && rated('high')}
        detail="open"
        health={rated('high') ? 'high' : 'ok'}
        href={links.findings({ ...within, severity: 'high' })}
      />
      <Figure
        label="Without an answer"
        value={data?.unknown}
        detail="checks that could not judge"
        health={data?.unknown ? 'unknown' : 'ok'}
        href={links.coverage()}
      />
      <Figure
        label="Suppressed"
        value={data?.suppressed}
        detail="hidden by a decision"
        href={links.findings({ ...within, state: 'suppressed' })}
      />
    </Figures>
  )
}
