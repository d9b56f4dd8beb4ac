'use client'

import { openAct } from '#components/response/act/act.ts'
import { useRights } from '#components/response/act/use-rights.ts'
import { duration } from '#components/response/words.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type ActionId, actionIds, actions } from '#contract/actions.ts'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { whyNotQuarantine } from '#contract/why-not.ts'
import { type AnsweringRun, runStanding } from './run-standing.ts'
import { type Answer, answersTo } from './side-actions.ts'
import { WholeAnswers } from './whole-answers.tsx'
import { clientsIn } from './whole-plans.ts'

/** Puts the focus on the first action that can be taken now; on the first of all when none can. */
export function focusAnswer() {
  const answers = [...document.querySelectorAll<HTMLElement>('[data-answer]')]
  const first = answers.find((answer) => answer.ariaDisabled !== 'true') ?? answers[0]
  first?.focus()
  first?.scrollIntoView({ block: 'center' })
}

/** What ends it, by its cause, what can be taken back first; and what became of what was done already. */
export function AnswerPanel({ incident }: { incident: Incident }) {
  const { whyNot, responder } = useRights(incident.account)
  const unready = responder && whyNotQuarantine(responder)
  const answers = answersTo(incident, unready)
  const whole = clientsIn(incident) > 1
  return (
    <Panel
      title="What ends it"
      note={answers.length > 0 ? 'Each shows its plan first, and what of it can be taken back' : undefined}
    >
      <div className="flex flex-col gap-4">
        {incident.runs.length > 0 ? <Runs incident={incident} /> : null}
        {answers.length === 0 ? (
          <p className="text-muted">
            It is about no single device, so that nothing can be cut off from here: each of its findings, below, says
            what to do and offers what AWS can do about it.
          </p>
        ) : null}
        {whole ? <WholeAnswers incident={incident} unready={unready} /> : null}
        {whole && answers.length > 0 ? (
          <p>
            <span className="font-medium">For {incident.clientId} alone</span>, the busiest of them:
          </p>
        ) : null}
        <ul className="flex flex-col gap-3">
          {answers.map((answer, at) => (
            <li key={answer.key} className="flex flex-col items-start gap-1">
              <Button
                variant={at === 0 && !whole && incident.state !== 'contained' ? 'primary' : 'secondary'}
                className="max-w-full"
                data-answer=""
                disabledReason={answer.whyNot ?? whyNot(answer.action)}
                onClick={() => plan(incident, answer)}
              >
                <span className="truncate">{answer.label}…</span>
              </Button>
              <span className="text-muted">{answer.whyNot ? `${answer.whyNot}.` : answer.why}</span>
            </li>
          ))}
        </ul>
        {unready ? (
          <Link href={links.responseSettings()} className="text-accent hover:underline">
            What the quarantine lacks, and how it is made
          </Link>
        ) : null}
      </div>
    </Panel>
  )
}

function plan({ account, id }: Incident, { action, target, name }: Answer) {
  const selection = { scope: 'named' as const, names: [target] }
  openAct({ kind: 'plan', account, action, selection, seen: { count: 1, name }, incident: id })
}

function Runs({ incident }: { incident: Incident }) {
  return (
    <ul aria-label="Runs that answer it" className="flex flex-col gap-1.5">
      {incident.runs.map((run) => (
        <li key={run.id} className="flex flex-wrap items-center gap-x-2">
          <Link href={links.run(run.id)} className="font-medium text-accent hover:underline">
            Run {run.number}
          </Link>
          <span>{isAction(run.action) ? actions[run.action].label : run.action}</span>
          <Standing run={run} />
          {run.containedInS === null || run.outcome !== 'contained' || run.undone ? null : (
            <span className="text-muted tabular-nums">contained in {duration(run.containedInS)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function Standing({ run }: { run: AnsweringRun }) {
  const { word, tone, icon } = runStanding(run)
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

const isAction = (action: string): action is ActionId => actionIds.some((one) => one === action)
