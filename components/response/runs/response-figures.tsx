import { Figure, Figures } from '#components/ui/figure.tsx'
import { plural } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { ResponseOverview, TargetTally } from '#contract/response.ts'
import { inRuns, tallyInWords } from '#contract/response-words.ts'

/** What runs, what waits, and what should be out and is not. */
export function ResponseFigures({ data }: { data: ResponseOverview | undefined }) {
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
      <NotContained data={data} />
      <LastDay data={data} />
    </Figures>
  )
}

function NotContained({ data }: { data: ResponseOverview | undefined }) {
  const { notContained: adrift, unproved } = data ?? {}
  return (
    <Figure
      label="Not contained"
      value={counted(adrift)}
      detail={
        <>
          {adrift?.targets ? <Where of={adrift} said="looked at" /> : 'targets that should be out and are not'}
          {unproved?.targets ? `; ${tallyInWords(unproved)} unproved` : null}
        </>
      }
      health={adrift?.targets ? 'bad' : unproved?.targets ? 'attention' : 'ok'}
      href={links.response({ outcome: unproved?.targets && !adrift?.targets ? 'unproved' : 'not-contained' })}
    />
  )
}

function LastDay({ data }: { data: ResponseOverview | undefined }) {
  const { contained, undone = 0, failed = 0 } = data?.lastDay ?? {}
  const proving = data?.proving.targets ?? 0
  return (
    <Figure
      label="Contained in the last day"
      value={counted(contained)}
      detail={
        <>
          {contained?.targets ? <Where of={contained} said="the latest" /> : 'targets shown to be out'}
          {proving > 0 && data ? `; ${tallyInWords(data.proving)} being proved` : null}
          {undone > 0 ? `; ${plural(undone, 'target')} undone since` : null}
          {failed > 0 ? `; ${plural(failed, 'target')} failed` : '; none failed'}
        </>
      }
      health={failed > 0 ? 'attention' : 'ok'}
      href={proving > 0 ? links.response({ outcome: 'proving' }) : undefined}
    />
  )
}

const counted = (tally: TargetTally | undefined) => tally && { value: tally.targets, capped: tally.capped }

/** What is counted, and how old that is. */
function Where({ of, said }: { of: TargetTally; said: string }) {
  return (
    <>
      {of.targets === 1 ? 'target' : 'targets'} {inRuns(of)}, {said}{' '}
      <RelativeTime at={of.at} never="at no known time" />
    </>
  )
}
