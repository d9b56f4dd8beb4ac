import { plural } from '#components/ui/format.ts'
import type { IncidentSummary } from '#contract/incidents.ts'
import { severityWords, stateWords } from '../words.ts'

type Side = Pick<IncidentSummary, 'number' | 'state' | 'severity' | 'assignee' | 'clientId'> & { joined: number }

const worse = Object.keys(severityWords)

/** What changes once `child` is joined to `parent`, and what does not, a sentence each. */
export function consequences(parent: Side, child: Side): string[] {
  const whose = parent.assignee ? `assigned to ${parent.assignee.name}` : 'assigned to nobody'
  const state = stateWords[parent.state].word.toLowerCase()
  const rated = worse.indexOf(child.severity) < worse.indexOf(parent.severity)
  return [
    `Incident ${child.number} leaves the inbox and stands where incident ${parent.number} stands: ${state}, ${whose}.`,
    `Its page, its timeline and the records of ${child.clientId} stay where they are.`,
    ...(child.joined > 0
      ? [`${plural(child.joined, 'incident')} joined to it ${child.joined === 1 ? 'comes' : 'come'} along.`]
      : []),
    ...(rated
      ? [
          `Incident ${parent.number} stays ${parent.severity}, though incident ${child.number} is ${child.severity}: change its severity if that should count.`,
        ]
      : []),
  ]
}
