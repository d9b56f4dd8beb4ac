import { describe, expect, test } from 'vitest'
import { note, numbers, type Printed, rows, ruledSection, section, words } from '#server/platform/document/blocks.ts'
import { runsOf } from '#server/platform/document/direction.ts'
import { linesOf, writable } from '#server/platform/document/text.ts'
import { writeDocument } from '#server/platform/document/write-document.ts'
import { nodesOf, readPdf, type Tagged, textsOf } from '../../support/pdf.ts'

const longName = `pump-${'x1y2'.repeat(30)}-7`
const many = Array.from(
  { length: 70 },
  (_, place) => [`item ${place}`, `says ${place} ${'and more '.repeat(place)}`] as const,
)

const aDocument = (over: Partial<Printed> = {}): Printed => ({
  title: 'Report 7: <Gäste> & Σωκράτης',
  author: 'Fleetwarden',
  subject: 'Tests & trials',
  at: new Date('2026-11-20T12:00:00Z'),
  foot: 'report 7',
  layout: 'book',
  lead: 'All of it',
  opening: rows([
    ['As of', 'noon'],
    ['Client ID', longName],
  ]),
  chapters: [
    {
      title: 'Summary',
      lead: 'In short',
      blocks: [
        numbers(['Group', 'Pass', 'Fail'], [['One', 1, 2]]),
        section(`What fails (${many.length})`, rows(many, { caption: 'All items', heads: ['Item', 'Why'] })),
      ],
    },
    {
      title: 'Controls',
      blocks: [
        ruledSection('Fail: a control', [
          words('A reason.'),
          note('About it.'),
          ...rows([['3 of 10', 'things', 'a note']]),
        ]),
        ...rows([['Long', 'word '.repeat(1_800)]]),
        words('the end'),
      ],
    },
  ],
  ...over,
})

const written = await writeDocument(aDocument())
const pdf = readPdf(written)
const roles = ({ role, kids }: Tagged): unknown => (kids.length === 0 ? role : [role, ...kids.map(roles)])

describe('a document', () => {
  test('says that it is tagged, in what language, by what title, and after which standard', () => {
    expect(written.subarray(0, 8).toString()).toBe('%PDF-1.7')
    expect(pdf.catalog).toMatchObject({
      ...{ MarkInfo: { Marked: true }, Lang: 'en', ViewerPreferences: { DisplayDocTitle: true } },
    })
    expect(pdf.info).toMatchObject({ Title: 'Report 7: <Gäste> & Σωκράτης', CreationDate: 'D:20261120120000Z' })
    expect(pdf.xmp).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(pdf.xmp).toContain('Report 7: &lt;Gäste> &amp; Σωκράτης</rdf:li>')
    expect(pdf.outline).toEqual(['Cover', 'Summary', 'Controls', '  Fail: a control'])
    for (const { tabs } of pdf.pages) expect(tabs).toBe('S')
  })

  test('draws nothing outside an element or an artifact, in fonts that are inside and can be copied from', () => {
    for (const { strays } of pdf.pages) expect(strays).toEqual([])
    expect(pdf.fonts.map(({ name }) => name.replace(/^.{6}\+/, ''))).toEqual([
      'DejaVuSansCondensed-Bold',
      'DejaVuSansCondensed',
    ])
    for (const font of pdf.fonts) expect(font).toMatchObject({ embedded: true, mapped: true })
    const foots = pdf.pages.map((_, place) => `report 7 · page ${place + 1} of ${pdf.pages.length}`)
    expect(pdf.pages.map(({ artifacts }) => artifacts.at(-1))).toEqual(foots)
  })

  test('is one tree of chapters, headings, words and tables, in the order of its words', () => {
    const [opening, summary, controls] = pdf.tree.kids
    const row = ['TR', 'TH', 'TD']
    expect(pdf.tree.role).toBe('Document')
    expect(roles(opening as Tagged)).toEqual(['Sect', 'H1', 'P', ['Table', row, row]])
    expect(roles(summary as Tagged)).toEqual([
      ...['Sect', 'H2', 'P'],
      ['Table', ['TR', 'TH', 'TH', 'TH'], ['TR', 'TH', 'TD', 'TD']],
      ['Sect', 'H3', ['Table', 'Caption', ['TR', 'TH', 'TH'], ...many.map(() => row)]],
    ])
    expect(roles(controls as Tagged)).toEqual([
      'Sect',
      'H2',
      ['Sect', 'H3', 'P', 'P', ['Table', row]],
      ['Table', row],
      'P',
    ])
    expect(textsOf(pdf.tree, 'P')).toEqual(['All of it', 'In short', 'A reason.', 'About it.', 'the end'])
    expect(textsOf(pdf.tree, 'Caption')).toEqual(['All items'])
    expect(textsOf(pdf.tree, 'TD')).toEqual([
      ...['noon', longName, '1', '2'],
      ...many.map(([, says]) => says),
      ...['things a note', 'word '.repeat(1_800)],
    ])
  })

  test('tells of each header cell what it heads', () => {
    const headers = nodesOf(pdf.tree).filter(({ role }) => role === 'TH')
    for (const { scope } of headers) expect(['Row', 'Column']).toContain(scope)
    expect(headers.filter(({ scope }) => scope === 'Column').map(({ text }) => text)).toEqual([
      ...['Group', 'Pass', 'Fail', 'Item', 'Why'],
    ])
  })

  test('repeats heads of a table on each page that it runs to, as an artifact', () => {
    const repeated = pdf.pages.filter(({ artifacts }) => artifacts.includes('Item'))
    expect(repeated.length).toBeGreaterThan(2)
    for (const { artifacts } of repeated) expect(artifacts.slice(0, 2)).toEqual(['Item', 'Why'])
  })

  test('never tears a label from its value, and goes on with what is longer than a page', () => {
    for (const [label, says] of many) {
      const page = pdf.pages.find(({ texts }) => texts.includes(label))
      expect(page?.texts, label).toContain(says)
    }
    const parts = pdf.pages.flatMap(({ texts }) => texts.filter((text) => /^(word )+$/.test(text)))
    expect(parts.length).toBeGreaterThan(1)
    const heading = pdf.pages.find(({ texts }) => texts.includes(`What fails (${many.length})`))
    expect(heading?.texts).toContain('item 0')
  })

  test('leaves no remark alone: the last row of its table goes with it', async () => {
    for (const count of [1, 33, 34, 35, 36]) {
      const list = many.slice(0, count).map(([label]) => [label, 'says'] as const)
      const blocks = [...rows(list, { heads: ['Item', 'Why'] }), note('of these')]
      const { pages } = readPdf(await writeDocument(aDocument({ opening: [], chapters: [{ title: 'One', blocks }] })))
      expect(pages.at(-1)?.texts.slice(-2), `${count} rows`).toEqual(['says', 'of these'])
    }
  })

  test('is the same to the byte, its ID too, and another when a word of it is', async () => {
    expect((await writeDocument(aDocument())).equals(written)).toBe(true)
    const other = readPdf(await writeDocument(aDocument({ title: 'Another' })))
    expect(other.id).not.toEqual(pdf.id)
  })

  test('a memo runs on: chapters on one page, under a smaller title', async () => {
    const chapters = ['One', 'Two'].map((title) => ({ title, blocks: [words(`about ${title}`)] }))
    const memo = readPdf(await writeDocument(aDocument({ layout: 'memo', chapters })))
    expect(memo.pages).toHaveLength(1)
    expect(textsOf(memo.tree, 'H2')).toEqual(['One', 'Two'])
  })
})

describe('words in other scripts', () => {
  const script = {
    el: 'Σωκράτης',
    ru: 'Привет',
    he: 'שלום עולם',
    ar: 'مرحبا',
    hy: 'Հայ',
    emoji: 'ok 😀',
    combining: 'e\u0301',
  }
  test('are written as they are, and read in their order', async () => {
    const list = Object.entries(script)
    const { tree } = readPdf(await writeDocument(aDocument({ opening: rows(list), chapters: [] })))
    expect(textsOf(tree, 'TD')).toEqual(Object.values(script))
  })

  const everything = () => true
  test.each([
    ['plain ~ text', 'plain ~ text'],
    ['two\r\nlines\tand a tab', 'two\nlines and a tab'],
    ['turned \u202eback', 'turned U+202Eback'],
    ['no\u0000thing\u200bseen', 'noU+0000thingU+200Bseen'],
    ['half \ud83d of one', 'half U+D83D of one'],
    ['\u{10ffff}', 'U+10FFFF'],
  ])('%j is written as %j', (text, shown) => expect(writable(text, everything)).toBe(shown))

  test('what the font has no sign for is named', () => {
    expect(writable('雪 in 2026', (code) => code < 0x3000)).toBe('U+96EA in 2026')
  })

  test('stand on paper from right to left where they run so, numbers in them do not', () => {
    const placed = (line: string) =>
      runsOf(line)
        .toSorted((one, other) => one.place - other.place)
        .map(({ shown, rtl }) => (rtl ? `<${shown}` : shown))
    expect(placed('a שלום b')).toEqual(['a ', '<שלום', ' b'])
    expect(placed('שלום 12 עולם')).toEqual(['< עולם', '12', '<שלום '])
    expect(placed('(שלום)')).toEqual(['(', '<שלום', ')'])
  })
})

test.each([
  ['one two three', 8, ['one two ', 'three']],
  ['one two', 7, ['one two']],
  ['aaaaaaaaaa b', 4, ['aaaa', 'aaaa', 'aa b']],
  ['x aaaaaa', 4, ['x ', 'aaaa', 'aa']],
  ['a\n\nb', 4, ['a ', ' ', 'b']],
  ['e\u0301e\u0301e\u0301', 2, ['e\u0301', 'e\u0301', 'e\u0301']],
  ['', 4, ['']],
])('%j in lines of %i', (text, width, lines) => expect(linesOf(text, width, (part) => part.length)).toEqual(lines))
