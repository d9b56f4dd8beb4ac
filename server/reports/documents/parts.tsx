import { Page, StyleSheet, Text, View } from '@react-pdf/renderer'
import type { ReactNode } from 'react'

/** How documents look. Dark on white at 7:1 and more, so that they read in print and for weak eyes. */
export const styles = StyleSheet.create({
  page: { padding: 48, paddingBottom: 60, fontSize: 10, fontFamily: 'Helvetica', color: '#1c1f26' },
  // Not the page's: what is drawn page by page, as its foot, would come to nothing under it.
  body: { fontSize: 10, lineHeight: 1.4 },
  cover: { marginTop: 160, marginBottom: 24 },
  title: { fontSize: 24, fontFamily: 'Helvetica-Bold', lineHeight: 1.2, marginBottom: 8 },
  lead: { fontSize: 12, color: '#4a5060', marginBottom: 16 },
  chapter: { fontSize: 16, fontFamily: 'Helvetica-Bold', marginBottom: 8, lineHeight: 1.2 },
  heading: { fontSize: 12, fontFamily: 'Helvetica-Bold', marginTop: 14, marginBottom: 6 },
  control: { marginTop: 10, paddingTop: 6, borderTopWidth: 0.5, borderTopColor: '#c9ced8' },
  name: { fontFamily: 'Helvetica-Bold' },
  row: { flexDirection: 'row', borderBottomWidth: 0.5, borderBottomColor: '#c9ced8', paddingVertical: 3 },
  label: { width: 130, paddingRight: 8, color: '#4a5060' },
  value: { flex: 1 },
  number: { width: 62, textAlign: 'right' },
  note: { color: '#4a5060', fontSize: 9 },
  foot: { position: 'absolute', bottom: 24, left: 48, right: 48, fontSize: 8, color: '#4a5060' },
})

type Style = (typeof styles)[keyof typeof styles] | Record<string, never>

// What is longer may go on over the end of a page; nothing else is torn from its label.
const longestWhole = 900

/** Rows of a label and what it stands for. */
export function Rows({ rows }: { rows: readonly (readonly [label: string, value: string])[] }) {
  return rows.map(([label, value], place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a document is drawn once
    <View key={place} style={styles.row} wrap={value.length > longestWhole}>
      <Words style={styles.label} of={label} piece={24} />
      <Words style={styles.value} of={value} />
    </View>
  ))
}

/** A table of numbers: its first column is text. */
export function Numbers({ head, rows }: { head: readonly string[]; rows: readonly (readonly (string | number)[])[] }) {
  return [head, ...rows].map((row, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a document is drawn once
    <View key={place} style={styles.row} wrap={false}>
      {row.map((cell, column) => (
        <Words
          // biome-ignore lint/suspicious/noArrayIndexKey: a document is drawn once
          key={column}
          style={{ ...(column === 0 ? styles.value : styles.number), ...(place === 0 ? styles.name : {}) }}
          of={String(cell)}
        />
      ))}
    </View>
  ))
}

/** A chapter on pages of its own, which a reader's outline leads to. `foot` stands below each of them. */
export function Chapter({ title, children, foot, also = '' }: ChapterProps) {
  return (
    <Page size="A4" style={styles.page} bookmark={{ title }}>
      <Foot says={foot} />
      <View style={styles.body}>
        <Text style={styles.chapter}>{title}</Text>
        {also === '' ? null : <Words style={styles.lead} of={also} />}
        {children}
      </View>
    </Page>
  )
}
type ChapterProps = { title: string; children: ReactNode; foot: string; also?: string }

/** What stands at the foot of every page. */
export function Foot({ says }: { says: string }) {
  return (
    <Text
      fixed
      style={styles.foot}
      render={({ pageNumber, totalPages }) => `${says} · page ${pageNumber} of ${totalPages}`}
    />
  )
}

/** Text of which ids can be copied as they are: no hyphen is put into a word that goes over the end of a line. */
export function Words({ of, style = {}, piece = widest }: { of: string; style?: Style; piece?: number }) {
  return (
    <Text style={style} hyphenationCallback={(word) => [word ?? '']}>
      {shown(of, piece)}
    </Text>
  )
}

// A certificate ID, of 64 hexadecimal digits, fits into a line as a whole. What is longer goes on in the next line.
const widest = 64
const longestText = 2_000

// The standard fonts hold Latin-1 only: what they lack is written as its code point.
function shown(text: string, piece: number): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)} [...]` : text
  return cut
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2013\u2014]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(
      /[^\x20-\x7e\u00a0-\u00ff\n]/gu,
      (sign) => `U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .replace(new RegExp(`\\S{${piece}}(?=\\S)`, 'g'), '$&\n')
}

/** An instant as people read it. */
export const time = (iso: string | null) => (iso ? `${iso.slice(0, 16).replace('T', ' ')} UTC` : 'never')
