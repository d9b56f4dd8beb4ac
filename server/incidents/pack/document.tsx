import { Document, Page, renderToBuffer, StyleSheet, Text, View } from '@react-pdf/renderer'
import { confidenceInWords } from '#contract/confidence.ts'
import type { Incident, TimelineEntry } from '#contract/incidents.ts'
import { actionNames, runStateNames } from '../run-words.ts'
import type { PackedAccount, PackedRun } from './facts.ts'

const causes: Record<Incident['cause'], string> = {
  'same-credential-two-places': 'Same credential from two places',
  'two-credentials-one-client-id': 'Two credentials, one client ID',
  'second-process': 'Second process on the same device',
  'flapping-link': 'Flapping link',
  'client-or-sdk-bug': 'Client or SDK bug',
  undecided: 'Undecided',
  'unusual-behaviour': 'Unusual behaviour',
  finding: 'What a check found',
}

const styles = StyleSheet.create({
  page: { padding: 48, fontSize: 10, fontFamily: 'Helvetica', color: '#1c1f26' },
  // Not the page's: what is drawn page by page, as its foot, would come to nothing under it.
  body: { fontSize: 10, lineHeight: 1.4 },
  title: { fontSize: 20, fontFamily: 'Helvetica-Bold', marginBottom: 4, lineHeight: 1.2 },
  account: { fontSize: 11, color: '#4a5060' },
  lead: { fontSize: 11, marginBottom: 16, color: '#4a5060' },
  heading: { fontSize: 13, fontFamily: 'Helvetica-Bold', marginTop: 14, marginBottom: 6 },
  row: { flexDirection: 'row', borderBottomWidth: 0.5, borderBottomColor: '#c9ced8', paddingVertical: 3 },
  label: { width: 130, color: '#4a5060' },
  value: { flex: 1 },
  note: { color: '#4a5060', fontSize: 9 },
  foot: { position: 'absolute', bottom: 24, left: 48, right: 48, fontSize: 8, color: '#4a5060' },
})

/** The incident as a document to read and to file: what, why, who, what was done. Times are UTC. */
export async function incidentDocument(about: Props): Promise<Buffer> {
  return renderToBuffer(<IncidentDocument {...about} />)
}

function IncidentDocument({ incident, account, runs, timeline, now }: Props) {
  const title = `Incident ${incident.number}: ${incident.clientId}`
  return (
    <Document title={title} author="Fleetwarden" subject="Duplicate client ID" language="en" creationDate={now}>
      <Page size="A4" style={styles.page}>
        <View style={styles.body}>
          <Words style={styles.title} of={title} piece={titlePiece} />
          {account ? <Words style={styles.account} of={inWords(account)} /> : null}
          <Text style={styles.lead}>
            {incident.drill ? 'Exercise. ' : ''}
            {causes[incident.cause]}, severity {incident.severity}, {incident.state}.
          </Text>
          <Rows
            rows={[
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
            ]}
          />
          <Text style={styles.heading}>Both sides</Text>
          {incident.sides.map((side, place) => (
            <View key={side.key} wrap={false} style={{ marginBottom: 8 }}>
              <Rows
                rows={[
                  [`Side ${place + 1}`, `${side.seenAs}, came ${side.connects} times, thrown out ${side.kicked} times`],
                  ['Credential', side.principal ?? 'not known'],
                  [
                    'Certificate',
                    side.certificate
                      ? `in the registry, ${side.certificateStatus ?? 'status not known'}`
                      : 'not in the registry',
                  ],
                  ['Thing', side.thing ?? 'none known'],
                  ['Addresses', side.addresses.join(', ') || 'not known'],
                  ['Seen', `${time(side.firstAt)} to ${time(side.lastAt)}`],
                ]}
              />
            </View>
          ))}
          <Text style={styles.heading}>How we know</Text>
          {incident.evidence.map((line) => (
            <View key={line.rule} style={styles.row} wrap={false}>
              <Text style={styles.label}>
                {line.weight > 0 ? 'For' : 'Against'} ({Math.abs(line.weight)})
              </Text>
              <View style={styles.value}>
                <Words of={line.says} />
                <Text style={styles.note}>
                  {causes[line.cause]}. Source: {line.source}
                </Text>
              </View>
            </View>
          ))}
          {incident.wouldDecide.map((step) => (
            <Words key={step} style={styles.note} of={step} />
          ))}
          <Text style={styles.heading}>Response</Text>
          {runs.length === 0 ? <Text>No response action was taken from this incident.</Text> : null}
          <Rows
            rows={runs.map((run) => [
              `Run ${run.number}`,
              `${actionNames[run.action] ?? run.action}, ${runStateNames[run.state] ?? run.state}${run.containedInS === null ? '' : `, contained in ${run.containedInS.toFixed(1)} s`}`,
            ])}
          />
          <Text style={styles.heading}>Tasks</Text>
          <Rows rows={incident.tasks.map((task) => [task.doneAt ? `Done ${time(task.doneAt)}` : 'Open', task.text])} />
          <Text style={styles.heading}>Timeline, newest first</Text>
          <Rows
            rows={timeline.map((entry) => [
              time(entry.at),
              `${entry.title}${entry.by ? ` (${entry.by})` : ''}${entry.detail ? `: ${entry.detail}` : ''}`,
            ])}
          />
          <Text style={styles.heading}>What this rests on</Text>
          <Rows
            rows={incident.feeds.map((feed) => [
              feed.feed,
              `${feed.state}, last record ${time(feed.lastAt)}. ${feed.adds}`,
            ])}
          />
        </View>
        <Text
          fixed
          style={styles.foot}
          render={({ pageNumber, totalPages }) =>
            `Fleetwarden · incident ${incident.number} · made ${time(now.toISOString())} · page ${pageNumber} of ${totalPages}`
          }
        />
      </Page>
    </Document>
  )
}
type Props = {
  incident: Incident
  account: PackedAccount | null
  /** Those that were asked for. */
  runs: readonly PackedRun[]
  timeline: readonly TimelineEntry[]
  now: Date
}

const inWords = ({ name, awsAccountId, region }: PackedAccount) => `${name}, AWS account ${awsAccountId}, ${region}`

function Rows({ rows }: { rows: readonly (readonly [label: string, value: string])[] }) {
  return rows.map(([label, value], place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a document is drawn once
    <View key={place} style={styles.row} wrap={false}>
      <Text style={styles.label}>{label}</Text>
      <Words style={styles.value} of={value} />
    </View>
  ))
}

const time = (iso: string | null) => (iso ? `${iso.slice(0, 19).replace('T', ' ')} UTC` : 'not yet')

/** Text of which ids can be copied as they are: no hyphen is put into a word that goes over the end of a line. */
function Words({ of, style = {}, piece = widest }: { of: string; style?: Style; piece?: number }) {
  return (
    <Text style={style} hyphenationCallback={(word) => [word ?? '']}>
      {shown(of, piece)}
    </Text>
  )
}
type Style = (typeof styles)[keyof typeof styles] | Record<string, never>

// A certificate ID, of 64 hexadecimal digits, fits into a line as a whole. What is longer goes on in the next line.
const widest = 64
const titlePiece = 36

// The standard fonts hold Latin-1 only: what they lack is written as its code point.
function shown(text: string, piece: number): string {
  return text
    .replace(
      /[^\x20-\x7e\u00a0-\u00ff\n]/gu,
      (sign) => `U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .replace(new RegExp(`\\S{${piece}}(?=\\S)`, 'g'), '$&\n')
}
