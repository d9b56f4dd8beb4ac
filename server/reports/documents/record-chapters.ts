import { type Chapter, note, rows, section, words } from '#server/platform/document/blocks.ts'
import { inDigits } from '../answers.ts'
import type { ReportContent } from '../content.ts'
import { retentionTitle } from '../retention/kinds.ts'
import { recordRow } from './record-row.ts'
import { time } from './words.ts'

const mostRows = 40
const longestRow = 4_000

/** Decisions, incidents, responses, deployments, what people vouched for; then what the report rests on. */
export const recordChapters = (content: ReportContent): Chapter[] => [whatWasDone(content), whatItRestsOn(content)]

function whatWasDone({ records, registers }: ReportContent): Chapter {
  const lists = registers.filter(({ name }) => (records[name]?.length ?? 0) > 0)
  return {
    title: 'Decisions, incidents and what was done',
    blocks:
      lists.length === 0
        ? [words('Nothing was decided, happened or was done.')]
        : lists.map(({ name, title, rows: count }) =>
            section(`${title} (${inDigits(count)})`, [
              ...rows(
                (records[name] ?? []).slice(0, mostRows).map((row) => {
                  const [label, says] = recordRow(name, row)
                  return [bounded(label), bounded(says)]
                }),
                { heads: ['Record', 'What it says'] },
              ),
              ...(count > mostRows ? [note(`All ${inDigits(count)} are in registers/${name}.csv.`)] : []),
            ]),
          ),
  }
}

function whatItRestsOn({ facts, registers, retention, scope }: ReportContent): Chapter {
  const accountName = (id: number) => scope.accounts.find((account) => account.id === id)?.name ?? `account ${id}`
  return {
    title: 'What this report rests on',
    blocks: [
      section(
        'Ages of facts',
        rows(
          facts.map(({ account, feed, state, at }) => [
            feed,
            `${accountName(account)}: ${state === 'never' ? 'never read' : `${state}, ${time(at)}`}`,
          ]),
          { heads: ['Feed', 'Account, state and age'] },
        ),
      ),
      section(
        'Registers',
        rows(
          registers.map(({ name, title, rows: count, sha256 }) => [
            name,
            `${title}: ${inDigits(count)} rows`,
            `SHA-256 ${sha256}`,
          ]),
          { heads: ['Register', 'Rows and hash'] },
        ),
      ),
      section('How long data is kept', [
        ...rows(
          retention.map(({ kind, days, oldestAt }) => [
            `${days} days`,
            `${retentionTitle(kind)}, ${oldestAt === null ? 'none kept' : `the oldest of ${time(oldestAt)}`}`,
          ]),
          { heads: ['Kept for', 'Kind of data'] },
        ),
        note(
          'The trail, incidents and response runs are kept for good. Times to contain are counted from when somebody became aware.',
        ),
      ]),
    ],
  }
}

// A document need not hold what only a machine reads: the register has all of it.
const bounded = (text: string) => (text.length > longestRow ? `${text.slice(0, longestRow)} [...]` : text)
