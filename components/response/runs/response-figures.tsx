import { Figure, Figures } from '#components/ui/figure.tsx'
import { plural } from '#components/ui/format.ts'
import { links } from '#contract/links.ts'
import type { ResponseOverview } from '#contract/response.ts'

/** What runs, what waits, and what should be out and is not. */
export function ResponseFigures({ data }: { data: ResponseOverview | undefined }) {
  const failed = data?.lastDay.failed ?? 0
  return (
    <Figures>
      <Figure
        label="Running"
        value={data?.running}
        detail="runs with calls to make"
        href={links.response({ underWay: true })}
      />
      <Figure
        label="Waiting for approval"
        value={data?.waiting}
        detail={data && data.waitingForMe > 0 ? `${data.waitingForMe} for yours` : 'runs a second person decides on'}
        health={data && data.waiting > 0 ? 'attention' : 'ok'}
        href={links.response({ waiting: 'anyone' })}
      />
      <Figure
        label="Not contained"
        value={data?.notContained}
        detail="should be out, and are not or cannot be shown to be"
        health={data && data.notContained > 0 ? 'bad' : 'ok'}
      />
      <Figure
        label="Contained in the last day"
        value={data?.lastDay.contained}
        detail={failed > 0 ? `${plural(failed, 'target')} failed` : 'targets shown to be out; none failed'}
        health={failed > 0 ? 'attention' : 'ok'}
      />
    </Figures>
  )
}
