import { CircleCheck, CircleHelp, CircleMinus, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ControlAnswer, ControlKind, Report, ReportSummary } from '#contract/reports.ts'

/** What a control's answers are called, what they mean, and their ink. The gravest first, as people read them. */
export const answerWords: Record<ControlAnswer, { word: string; meaning: string; ink: string; icon: LucideIcon }> = {
  fail: { word: 'Fail', meaning: 'Facts speak against it.', ink: 'text-bad', icon: OctagonAlert },
  attention: {
    word: 'Attention',
    meaning: 'It mostly holds; something is to be looked at.',
    ink: 'text-attention',
    icon: TriangleAlert,
  },
  unknown: {
    word: 'Unknown',
    meaning: 'Facts are missing or stale, or nobody vouches for it any more. It is never a pass.',
    ink: 'text-unknown',
    icon: CircleHelp,
  },
  pass: { word: 'Pass', meaning: 'Everything it rests on speaks for it.', ink: 'text-ok', icon: CircleCheck },
  'not-applicable': {
    word: 'Not applicable',
    meaning: 'There is nothing here that it is about.',
    ink: 'text-faint',
    icon: CircleMinus,
  },
}

// The table is typed by exactly these words.
export const answers = Object.keys(answerWords) as ControlAnswer[]

// The guidance that the controls were written from comes first, the frameworks that others audit by after it.
const frameworksFirst = ['golden-rules', 'iot-core', 'device-agents', 'well-architected-iot']

/** Frameworks in the order in which people look for them. */
export function inOrder<Some extends { id: string }>(frameworks: readonly Some[]): Some[] {
  const place = ({ id }: Some) => frameworksFirst.indexOf(id) + 1 || frameworksFirst.length + 1
  return [...frameworks].sort((one, other) => place(one) - place(other))
}

/** Who decides a control. */
export const controlKinds: Record<ControlKind, { word: string; meaning: string }> = {
  automatic: { word: 'Automatic', meaning: 'Facts alone decide.' },
  partial: { word: 'Partial', meaning: 'Facts show a sign; a person confirms it.' },
  attested: { word: 'Attested', meaning: 'No fact can show it; a person vouches for it.' },
}
export const kinds = Object.keys(controlKinds) as ControlKind[]

/** Each answer with how many controls give it, the gravest first; answers that none gives are left out. */
export function tally(given: readonly { answer: ControlAnswer }[]): ReportSummary['answers'] {
  return answers.flatMap((answer) => {
    const count = given.filter((one) => one.answer === answer).length
    return count > 0 ? [{ answer, count }] : []
  })
}

/** Counts in a sentence: "3 fail, 2 unknown, 40 pass". */
export function talliedInWords(counts: ReportSummary['answers']): string {
  const said = answers.flatMap((answer) => {
    const count = counts.find((one) => one.answer === answer)?.count ?? 0
    return count > 0 ? [`${count} ${answerWords[answer].word.toLowerCase()}`] : []
  })
  return said.join(', ') || 'no answers'
}

/** Where a report stands while it is not ready. */
export const reportStates: Record<ReportSummary['state'], string> = {
  wanted: 'Waits for the worker',
  making: 'Being made',
  ready: 'Ready',
  failed: 'Failed',
}

/** Still to be waited for. */
export const isUnderWay = ({ state }: Pick<ReportSummary, 'state'>) => state === 'wanted' || state === 'making'

/** What a report is about, in a few words. */
export function scopeInWords({ accounts, groups }: ReportSummary['scope'], nameOf: (id: number) => string): string {
  const where = accounts.length === 0 ? 'All accounts' : accounts.map(nameOf).join(', ')
  return groups.length === 0 ? where : `${where}; groups ${groups.join(', ')}`
}

/** The files of a report, as the page offers them. */
export const fileWords: Record<Report['files'][number]['file'], { word: string; meaning: string }> = {
  pdf: { word: 'PDF', meaning: 'To read and to hand over: cover, summary, each control with its evidence.' },
  json: { word: 'JSON', meaning: 'The frozen content, for programs.' },
  oscal: { word: 'OSCAL', meaning: 'Assessment results for compliance tools.' },
  bundle: {
    word: 'Sealed bundle',
    meaning: 'Everything: report, registers, the queries behind the figures, a signed manifest.',
  },
  pseudonymised: {
    word: 'Pseudonymised bundle',
    meaning:
      'The same with names of things, client IDs, certificates and addresses replaced by tokens. People, accounts, groups, types and times stay, and exact times can tell which device is meant.',
  },
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** "812 B", "1.4 MB". */
export function sizeInWords(bytes: number): string {
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** at
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`
}

export const reportsAbout = 'Evidence that leaves the building: what is controlled, how well, and what nobody can tell.'
