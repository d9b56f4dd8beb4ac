import { Text, View } from '@react-pdf/renderer'
import { frameworks } from '#generated/frameworks.ts'
import type { ReportContent } from '../content.ts'
import type { Framework } from '../framework.ts'
import { Chapter, Rows, styles, time, Words } from './parts.tsx'
import { answerWords, kindWords } from './words.ts'

type ReportedControl = ReportContent['controls'][number]

const frameworksById: Readonly<Record<string, Framework>> = frameworks
const mostItems = 15

/** Every control with what is behind its answer, a chapter to each rule or practice. */
export function ControlPages({ controls, foot }: { controls: readonly ReportedControl[]; foot: string }) {
  const groups = [...new Set(controls.map(({ group }) => group))]
  return groups.map((group) => (
    <Chapter key={group} title={group} foot={foot}>
      {controls
        .filter((control) => control.group === group)
        .map((control) => (
          <OneControl key={control.control} control={control} />
        ))}
    </Chapter>
  ))
}

function OneControl({ control }: { control: ReportedControl }) {
  const { title, answer, kind, about, reason, evidence, attestation, items, failing } = control
  return (
    <View style={styles.control}>
      <View wrap={false} minPresenceAhead={40}>
        <Words style={styles.name} of={`${answerWords[answer]}: ${title}`} />
        <Words of={`${reason}.`} />
        <Words style={styles.note} of={`${about} Here ${kindWords[kind]}.`} />
      </View>
      <Rows
        rows={evidence.map(({ says, value, of, at }) => [
          value === null ? 'Not known' : `${value}${of === null ? '' : ` of ${of}`}`,
          `${says}${at === null ? '' : `, as of ${time(at)}`}`,
        ])}
      />
      {attestation ? (
        <Rows
          rows={[
            [
              attestation.lapsed ? 'Vouched for, lapsed' : 'Vouched for',
              `${attestation.owner.name}${attestation.account === null ? '' : `, for ${attestation.accountName ?? attestation.account}`}, ${time(attestation.reviewedAt)}, until ${time(attestation.expiresAt)}: ${attestation.statement}`,
            ],
            ...(attestation.link || attestation.file ? [] : [['Evidence', 'None attached'] as const]),
            ...(attestation.link ? [['Link', attestation.link] as const] : []),
            ...(attestation.file
              ? [['File', `${attestation.file.name}, SHA-256 ${attestation.file.sha256}`] as const]
              : []),
          ]}
        />
      ) : null}
      {items.length > 0 ? <Text style={styles.note}>{`Items that fail (${failing}):`}</Text> : null}
      <Rows
        rows={items
          .slice(0, mostItems)
          .map(({ name, severity, detail, since }) => [
            severity,
            `${name}: ${detail.replace(/[.]$/, '')}, since ${since.slice(0, 10)}.`,
          ])}
      />
      {items.length > mostItems || failing > items.length ? (
        <Text style={styles.note}>
          {items.length > 0
            ? 'All of them are in the register of findings, or on the page of the figure.'
            : `Items that fail: ${failing}. The pages of the figures show them.`}
        </Text>
      ) : null}
      <Words style={styles.note} of={clausesInWords(control)} />
    </View>
  )
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
