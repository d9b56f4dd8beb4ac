'use client'

import { useState } from 'react'
import { client } from '#components/data/api.ts'
import { openAct } from '#components/response/act/act.ts'
import { useRights } from '#components/response/act/use-rights.ts'
import { Button } from '#components/ui/button.tsx'
import { plural } from '#components/ui/format.ts'
import { toast } from '#components/ui/toast.ts'
import type { Incident, IncidentMember } from '#contract/incidents.ts'
import { clientsIn, mostAtOnce, type WholeAnswer, wholeAnswers } from './whole-plans.ts'

const pageLength = 200

/**
 * What ends it for all that is joined to it: each as one plan over a list that is frozen when it is asked for. `unready`:
 * why the account cannot quarantine anything.
 */
export function WholeAnswers({ incident, unready }: { incident: Incident; unready: string | undefined }) {
  const { whyNot } = useRights(incident.account)
  const count = clientsIn(incident)
  const [reading, setReading] = useState<string | null>(null)
  const missing = ({ action }: WholeAnswer) => (action === 'quarantine-thing' ? unready : undefined)
  async function plan({ action, targetsOf }: WholeAnswer) {
    setReading(action)
    try {
      const names = targetsOf(incident, await membersOf(incident.id))
      if (names.length === 0) {
        toast({
          tone: 'bad',
          title: 'There is nothing to act on',
          detail: 'None of its client IDs is that of a thing.',
        })
        return
      }
      const selection = { scope: 'named' as const, names }
      openAct({
        kind: 'plan',
        ...{ account: incident.account, action, selection, incident: incident.id },
        seen: { count: names.length, ...(names.length === 1 && names[0] ? { name: names[0] } : {}) },
      })
    } catch (error) {
      toast({
        tone: 'bad',
        title: 'What is joined to it could not be read',
        detail: error instanceof Error ? error.message : '',
      })
    } finally {
      setReading(null)
    }
  }
  return (
    <section aria-label="For all of them" className="flex flex-col gap-3">
      <p>
        <span className="font-medium">For all {plural(count, 'client ID')}.</span> Each plan is over a list that is
        frozen when you ask, and the guards count every one of them.
        {count > mostAtOnce
          ? ` One plan takes the ${mostAtOnce.toLocaleString('en')} with the most kicks; plan again for the rest.`
          : null}
      </p>
      <ul className="flex flex-col gap-3">
        {wholeAnswers.map((answer) => (
          <li key={answer.action} className="flex flex-col items-start gap-1">
            <Button
              busy={reading === answer.action}
              disabledReason={reading ? 'Reading what is joined to it' : (whyNot(answer.action) ?? missing(answer))}
              data-answer=""
              onClick={() => plan(answer)}
            >
              {answer.label(Math.min(count, mostAtOnce))}…
            </Button>
            <span className="text-muted">{missing(answer) ?? answer.why}</span>
          </li>
        ))}
      </ul>
      {incident.cause === 'client-or-sdk-bug' ? (
        <p className="text-muted">
          None of these mends the fault: stop the deployment and roll the devices back. Certificates are not offered
          here, for every device has its own and none is out of hand.
        </p>
      ) : (
        <p className="text-muted">
          Certificates are not offered for all at once: which side of each conflict is the wrong one, its own page says.
        </p>
      )}
    </section>
  )
}

/** What is joined to an incident, the most kicks first, as far as one plan can take it. */
async function membersOf(id: string): Promise<IncidentMember[]> {
  const members: IncidentMember[] = []
  let cursor: string | undefined
  do {
    const page = await client.incidents.members({ id, limit: pageLength, ...(cursor && { cursor }) })
    members.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor && members.length < mostAtOnce)
  return members
}
