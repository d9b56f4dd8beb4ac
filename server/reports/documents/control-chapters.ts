import { frameworks } from '#generated/frameworks.ts'
import {
  type Block,
  type Chapter,
  note,
  type Row,
  rows,
  ruledSection,
  type Section,
  words,
} from '#server/platform/document/blocks.ts'
import { inDigits } from '../answers.ts'
import type { ReportContent } from '../content.ts'
import type { Framework } from '../framework.ts'
import { answerWords, kindWords, time } from './words.ts'

type ReportedControl = ReportContent['controls'][number]

const frameworksById: Readonly<Record<string, Framework>> = frameworks
const mostItems = 15

/** Every control with what is behind its answer, a chapter to each rule or practice. */
export function controlChapters(controls: readonly ReportedControl[]): Chapter[] {
  const groups = [...new Set(controls.map(({ group }) => group))]
  return groups.map((group) => ({
    title: group,
    blocks: controls.filter((control) => control.group === group).map(oneControl),
  }))
}

function oneControl(control: ReportedControl): Section {
  const { title, answer, kind, about, reason, evidence, attestation } = control
  return ruledSection(`${answerWords[answer]}: ${title}`, [
    ...sentences(reason),
    note(`${about} Here ${kindWords[kind]}.`),
    ...rows(
      evidence.map(({ says, value, of, at }) => [
        value === null ? 'Not known' : `${inDigits(value)}${of === null ? '' : ` of ${inDigits(of)}`}`,
        `${says}${at === null ? '' : `, as of ${time(at)}`}`,
      ]),
    ),
    ...(attestation ? rows(attested(attestation)) : []),
    ...failing(control),
    note(clausesInWords(control)),
  ])
}

// Several figures in one paragraph cannot be told apart: a line to each.
const sentences = (reason: string): Block[] => reason.split('. ').map((one) => words(`${one}.`))

const attested = ({
  owner,
  lapsed,
  account,
  accountName,
  reviewedAt,
  expiresAt,
  statement,
  link,
  file,
}: NonNullable<ReportedControl['attestation']>): Row[] => [
  [
    lapsed ? 'Vouched for, lapsed' : 'Vouched for',
    `${owner.name}${account === null ? '' : `, for ${accountName ?? account}`}, ${time(reviewedAt)}, until ${time(expiresAt)}: ${statement}`,
  ],
  ...(link || file ? [] : [['Evidence', 'None attached'] as const]),
  ...(link ? [['Link', link] as const] : []),
  ...(file ? [['File', `${file.name}, SHA-256 ${file.sha256}`] as const] : []),
]

function failing({ items, failing: count }: ReportedControl): Block[] {
  const more = items.length > mostItems || count > items.length
  if (items.length === 0)
    return more ? [note(`Items that fail: ${inDigits(count)}. The pages of the figures show them.`)] : []
  const list = items
    .slice(0, mostItems)
    .map(
      ({ name, severity, detail, since }): Row => [
        severity,
        `${name}: ${detail.replace(/[.]$/, '')}, since ${since.slice(0, 10)}.`,
      ],
    )
  return [
    ...rows(list, { caption: `Items that fail (${inDigits(count)})`, heads: ['Severity', 'Item'] }),
    ...(more ? [note('All of them are in the register of findings, or on the page of the figure.')] : []),
  ]
}

function clausesInWords({ clauses }: ReportedControl): string {
  const ids = [...new Set(clauses.map(({ framework }) => framework))]
  return ids
    .map((framework) => {
      const own = clauses.filter((clause) => clause.framework === framework)
      const named = own.map(({ id, verified }) => (verified ? id : `${id} (id not verified)`)).join(', ')
      return `${frameworksById[framework]?.title ?? framework}: ${named}`
    })
    .join('. ')
}
