import type { ControlAnswer } from '#contract/reports.ts'
import {
  type Block,
  type Chapter,
  note,
  numbers,
  type Printed,
  type Row,
  rows,
  section,
  words,
} from '#server/platform/document/blocks.ts'
import { writeDocument } from '#server/platform/document/write-document.ts'
import type { ReportContent } from '../content.ts'
import { tally } from '../judge.ts'
import { controlChapters } from './control-chapters.ts'
import { recordChapters } from './record-chapters.ts'
import { answerWords, time } from './words.ts'

/**
 * A report as a document to read and to file, a tagged PDF. Times are UTC. `keyId` names the key that its bundle is sealed
 * with. The same content gives the same bytes.
 */
export const reportDocument = (content: ReportContent, keyId: string): Promise<Buffer> =>
  writeDocument(printedReport(content, keyId))

const answers = Object.keys(answerWords) as ControlAnswer[]
const mostNamed = 20

function printedReport(content: ReportContent, keyId: string): Printed {
  const { number, title, asOf, framework, controls } = content
  return {
    title: `Report ${number}: ${title}`,
    author: 'Fleetwarden',
    subject: framework ? `Controls of ${framework.title}` : 'Security controls of an AWS IoT fleet',
    at: new Date(asOf),
    foot: `Fleetwarden · report ${number} · as of ${time(asOf)}`,
    layout: 'book',
    lead: framework ? `${framework.title}, ${framework.edition}` : 'All controls of the fleet',
    opening: rows(coverRows(content, keyId)),
    chapters: [summary(content), ...controlChapters(controls), ...recordChapters(content)],
  }
}

type Controls = ReportContent['controls']

const summary = ({ controls, notes }: ReportContent): Chapter => ({
  title: 'Summary',
  lead: inShort(controls),
  blocks: [
    numbers(
      ['Group', ...answers.map((answer) => answerWords[answer])],
      [...byGroup(controls), ['All', ...counts(controls)]],
    ),
    ...named('What fails', 'fail', controls),
    ...named('What asks for attention', 'attention', controls),
    ...named('What could not be told', 'unknown', controls),
    ...(notes.length > 0 ? [section('To be read with this report', notes.map(words))] : []),
  ],
})

function named(title: string, answer: ControlAnswer, controls: Controls): Block[] {
  const own = controls.filter((control) => control.answer === answer)
  if (own.length === 0) return []
  return [
    section(`${title} (${own.length})`, [
      ...rows(
        own
          .slice(0, mostNamed)
          .map((control) => [control.group, `${control.title}: ${control.reason.replaceAll('. ', '; ')}.`]),
        { heads: ['Group', 'Control and why'] },
      ),
      ...(own.length > mostNamed ? [note(`And ${own.length - mostNamed} more below.`)] : []),
    ]),
  ]
}

const coverRows = ({ scope, asOf, requestedBy, controls }: ReportContent, keyId: string): Row[] => [
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
    .toSorted((one, other) => answers.indexOf(one.answer) - answers.indexOf(other.answer))
    .map(({ answer, count }) => `${count} ${answerWords[answer].toLowerCase()}`)
    .join(', ')

const counts = (controls: Controls) =>
  answers.map((answer) => controls.filter((control) => control.answer === answer).length)

function byGroup(controls: Controls): (string | number)[][] {
  const groups = [...new Set(controls.map(({ group }) => group))]
  return groups.map((group) => [group, ...counts(controls.filter((control) => control.group === group))])
}
