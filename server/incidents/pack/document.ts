import { confidenceInWords } from '#contract/confidence.ts'
import type { Incident, TimelineEntry } from '#contract/incidents.ts'
import { type Block, note, type Printed, type Row, rows, section, words } from '#server/platform/document/blocks.ts'
import { writeDocument } from '#server/platform/document/write-document.ts'
import { actionNames, runStateNames } from '../run-words.ts'
import type { PackedAccount, PackedRun } from './facts.ts'

/** What a cause is called. */
export const causes: Record<Incident['cause'], string> = {
  'same-credential-two-places': 'Same credential from two places',
  'two-credentials-one-client-id': 'Two credentials, one client ID',
  'second-process': 'Second process on the same device',
  'flapping-link': 'Flapping link',
  'client-or-sdk-bug': 'Client or SDK bug',
  undecided: 'Undecided',
  'unusual-behaviour': 'Unusual behaviour',
  finding: 'What a check found',
}

type Packed = {
  incident: Incident
  account: PackedAccount | null
  /** Those that were asked for. */
  runs: readonly PackedRun[]
  timeline: readonly TimelineEntry[]
  now: Date
}

/** The incident as a document to read and to file, a tagged PDF: what, why, who, what was done. Times are UTC. */
export const incidentDocument = (packed: Packed): Promise<Buffer> => writeDocument(printedIncident(packed))

function printedIncident({ incident, account, runs, timeline, now }: Packed): Printed {
  return {
    title: `Incident ${incident.number}: ${incident.clientId}`,
    author: 'Fleetwarden',
    subject: causes[incident.cause],
    at: now,
    foot: `Fleetwarden · incident ${incident.number} · made ${time(now.toISOString())}`,
    layout: 'memo',
    lead: `${incident.drill ? 'Exercise. ' : ''}${causes[incident.cause]}, severity ${incident.severity}, ${incident.state}.`,
    opening: rows([...(account ? [['Account', inWords(account)] as const] : []), ...whatHappened(incident)]),
    chapters: [
      { title: 'Both sides', blocks: incident.sides.map(oneSide) },
      { title: 'How we know', blocks: evidence(incident) },
      {
        title: 'Response',
        blocks:
          runs.length === 0
            ? [words('No response action was taken from this incident.')]
            : rows(runs.map(oneRun), { heads: ['Run', 'What it did'] }),
      },
      {
        title: 'Tasks',
        blocks: rows(
          incident.tasks.map((task) => [task.doneAt ? `Done ${time(task.doneAt)}` : 'Open', task.text]),
          { heads: ['State', 'Task'] },
        ),
      },
      {
        title: 'Timeline, newest first',
        blocks: rows(
          timeline.map((entry) => [
            time(entry.at),
            `${entry.title}${entry.by ? ` (${entry.by})` : ''}${entry.detail ? `: ${entry.detail}` : ''}`,
          ]),
          { heads: ['Time', 'What happened'] },
        ),
      },
      {
        title: 'What this rests on',
        blocks: rows(
          incident.feeds.map((feed) => [feed.feed, `${feed.state}, last record ${time(feed.lastAt)}. ${feed.adds}`]),
          { heads: ['Feed', 'State and what it adds'] },
        ),
      },
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

const whatHappened = (incident: Incident): Row[] => [
  ['Client ID', incident.clientId],
  ['Thing', incident.thing ?? 'No registered thing has this name'],
  ['First and last take-over', `${time(incident.firstAt)} to ${time(incident.lastAt)}`],
  ['Take-overs', `${incident.kicks}, ${incident.ratePerMinute} a minute at the last`],
  ['Confidence in the cause', confidenceInWords(incident)],
  ['Why this severity', [...incident.severityReasons, incident.severityNote].filter(Boolean).join(' ')],
  ['Assigned to', incident.assignee?.name ?? 'nobody'],
  ['Became aware', time(incident.awareAt)],
  ['Acknowledged', time(incident.acknowledgedAt)],
  ['Contained', time(incident.containedAt)],
  ['Resolved', time(incident.resolvedAt)],
]

const oneSide = (side: Incident['sides'][number], place: number): Block =>
  section(
    `Side ${place + 1}`,
    rows([
      ['What it is', `${side.seenAs}, came ${side.connects} times, thrown out ${side.kicked} times`],
      ['Credential', side.principal ?? 'not known'],
      [
        'Certificate',
        side.certificate ? `in the registry, ${side.certificateStatus ?? 'status not known'}` : 'not in the registry',
      ],
      ['Thing', side.thing ?? 'none known'],
      ['Addresses', side.addresses.join(', ') || 'not known'],
      ['Seen', `${time(side.firstAt)} to ${time(side.lastAt)}`],
    ]),
  )

const evidence = (incident: Incident): Block[] => [
  ...rows(
    incident.evidence.map((line) => [
      `${line.weight > 0 ? 'For' : 'Against'} (${Math.abs(line.weight)})`,
      line.says,
      `${causes[line.cause]}. Source: ${line.source}`,
    ]),
    { heads: ['For or against', 'What was seen'] },
  ),
  ...incident.wouldDecide.map(note),
]

const oneRun = (run: PackedRun): Row => [
  `Run ${run.number}`,
  `${actionNames[run.action] ?? run.action}, ${runStateNames[run.state] ?? run.state}${run.containedInS === null ? '' : `, contained in ${run.containedInS.toFixed(1)} s`}${undoneSince(run)}`,
]

function undoneSince({ undoneBy, takenBack }: PackedRun): string {
  if (undoneBy !== null) return `, undone since by run ${undoneBy}`
  return takenBack === 0 ? '' : `, ${takenBack} of its targets let in again since by a later run`
}

const inWords = ({ name, awsAccountId, region }: PackedAccount) => `${name}, AWS account ${awsAccountId}, ${region}`

const time = (iso: string | null) => (iso ? `${iso.slice(0, 19).replace('T', ' ')} UTC` : 'not yet')
