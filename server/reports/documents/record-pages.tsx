import { Text, View } from '@react-pdf/renderer'
import type { ReportContent } from '../content.ts'
import { retentionTitle } from '../retention/kinds.ts'
import { Chapter, Rows, styles, time, Words } from './parts.tsx'
import { recordRow } from './record-row.ts'

const mostRows = 40

/** Decisions, incidents, responses, deployments, what people vouched for; then what the report rests on. */
export function RecordPages({ content, foot }: { content: ReportContent; foot: string }) {
  const { records, registers, facts, retention, scope } = content
  const accountName = (id: number) => scope.accounts.find((account) => account.id === id)?.name ?? `account ${id}`
  const lists = registers.filter(({ name }) => (records[name]?.length ?? 0) > 0)
  return (
    <>
      <Chapter title="Decisions, incidents and what was done" foot={foot}>
        {lists.length === 0 ? <Text>Nothing was decided, happened or was done.</Text> : null}
        {lists.map(({ name, title, rows }) => (
          <View key={name}>
            <Text style={styles.heading}>{`${title} (${rows})`}</Text>
            <Rows rows={(records[name] ?? []).slice(0, mostRows).map((row) => recordRow(name, row))} />
            {rows > mostRows ? <Text style={styles.note}>{`All ${rows} are in registers/${name}.csv.`}</Text> : null}
          </View>
        ))}
      </Chapter>
      <Chapter title="What this report rests on" foot={foot}>
        <Text style={styles.heading}>Ages of facts</Text>
        <Rows
          rows={facts.map(({ account, feed, state, at }) => [
            feed,
            `${accountName(account)}: ${state === 'never' ? 'never read' : `${state}, ${time(at)}`}`,
          ])}
        />
        <Text style={styles.heading}>Registers</Text>
        {registers.map(({ name, title, rows, sha256 }) => (
          <View key={name} style={styles.row} wrap={false}>
            <Words style={styles.label} of={name} piece={24} />
            <View style={styles.value}>
              <Words of={`${title}: ${rows} rows`} />
              <Words style={styles.note} of={`SHA-256 ${sha256}`} />
            </View>
          </View>
        ))}
        <Text style={styles.heading}>How long data is kept</Text>
        <Rows
          rows={retention.map(({ kind, days, oldestAt }) => [
            `${days} days`,
            `${retentionTitle(kind)}, the oldest of ${time(oldestAt)}`,
          ])}
        />
        <Words
          style={styles.note}
          of="The trail, incidents and response runs are kept for good. Times to contain are counted from when somebody became aware."
        />
      </Chapter>
    </>
  )
}
