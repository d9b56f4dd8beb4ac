import { Document, Page, renderToBuffer, Text, View } from '@react-pdf/renderer'
import type { ControlAnswer } from '#contract/reports.ts'
import type { ReportContent } from '../content.ts'
import { tally } from '../judge.ts'
import { ControlPages } from './control-pages.tsx'
import { Chapter, Foot, Numbers, Rows, styles, time, Words } from './parts.tsx'
import { RecordPages } from './record-pages.tsx'
import { answerWords } from './words.ts'

/** A report as a document to read and to file. Times are UTC. `keyId` names the key that its bundle is sealed with. */
export async function reportDocument(content: ReportContent, keyId: string): Promise<Buffer> {
  return renderToBuffer(<ReportDocument content={content} keyId={keyId} />)
}

const answers = Object.keys(answerWords) as ControlAnswer[]
const mostNamed = 20

function ReportDocument({ content, keyId }: { content: ReportContent; keyId: string }) {
  const { number, title, asOf, framework, controls } = content
  const name = `Report ${number}: ${title}`
  const foot = `Fleetwarden · report ${number} · as of ${time(asOf)}`
  return (
    <Document
      title={name}
      author="Fleetwarden"
      subject={framework ? `Controls of ${framework.title}` : 'Security controls of an AWS IoT fleet'}
      language="en"
      pageMode="useOutlines"
      creationDate={new Date(asOf)}
      modificationDate={new Date(asOf)}
    >
      <Page size="A4" style={styles.page} bookmark={{ title: 'Cover' }}>
        <Foot says={foot} />
        <View style={styles.body}>
          <View style={styles.cover}>
            <Words style={styles.title} of={name} piece={36} />
            <Words
              style={styles.lead}
              of={framework ? `${framework.title}, ${framework.edition}` : 'All controls of the fleet'}
            />
          </View>
          <Rows rows={coverRows(content, keyId)} />
        </View>
      </Page>
      <Chapter title="Summary" also={inShort(controls)} foot={foot}>
        <Numbers
          head={['Group', ...answers.map((answer) => answerWords[answer])]}
          rows={[...byGroup(controls), ['All', ...counts(controls)]]}
        />
        <Named title="What fails" answer="fail" controls={controls} />
        <Named title="What asks for attention" answer="attention" controls={controls} />
        <Named title="What could not be told" answer="unknown" controls={controls} />
        {content.notes.length > 0 ? <Text style={styles.heading}>To be read with this report</Text> : null}
        {content.notes.map((note) => (
          <Words key={note} of={note} />
        ))}
      </Chapter>
      <ControlPages controls={controls} foot={foot} />
      <RecordPages content={content} foot={foot} />
    </Document>
  )
}

type Controls = ReportContent['controls']

function Named({ title, answer, controls }: { title: string; answer: ControlAnswer; controls: Controls }) {
  const own = controls.filter((control) => control.answer === answer)
  if (own.length === 0) return null
  return (
    <View>
      <Text style={styles.heading}>{`${title} (${own.length})`}</Text>
      <Rows rows={own.slice(0, mostNamed).map((control) => [control.group, `${control.title}. ${control.reason}.`])} />
      {own.length > mostNamed ? <Text style={styles.note}>{`And ${own.length - mostNamed} more below.`}</Text> : null}
    </View>
  )
}

const coverRows = ({ scope, asOf, requestedBy, controls }: ReportContent, keyId: string): [string, string][] => [
  ['As of', time(asOf)],
  [
    'Accounts',
    scope.accounts.map(({ name, awsAccountId, region }) => `${name} (${awsAccountId}, ${region})`).join('; ') || 'none',
  ],
  ['Thing groups', scope.groups.join(', ') || 'all things'],
  ['Asked for by', requestedBy],
  ['Controls', String(controls.length)],
  ['Sealed with key', `${keyId}. The sealed bundle holds the hash of this document and of every register.`],
]

const inShort = (controls: Controls) =>
  tally(controls)
    .map(({ answer, count }) => `${count} ${answerWords[answer].toLowerCase()}`)
    .join(', ')

const counts = (controls: Controls) =>
  answers.map((answer) => controls.filter((control) => control.answer === answer).length)

function byGroup(controls: Controls): (string | number)[][] {
  const groups = [...new Set(controls.map(({ group }) => group))]
  return groups.map((group) => [group, ...counts(controls.filter((control) => control.group === group))])
}
