import { setImmediate } from 'node:timers/promises'
import type { Chapter, Printed } from './blocks.ts'
import { flow, paragraph } from './pieces.ts'
import { type Bookmark, Sheet } from './sheet.ts'
import { type Style, styles } from './styles.ts'

const coverTop = 190

/**
 * Draws a document as a tagged PDF (PDF 1.7, built after PDF/UA-1): each text is in an element of the structure tree, in
 * reading order; headings are H1 to H3, tables have header cells with a scope; what repeats (feet, heads of tables on later
 * pages) or decorates is an artifact. Fonts are embedded. The same document gives the same bytes. It is in memory as a
 * whole, some 10 KB a page: its caller bounds what it holds.
 */
export async function writeDocument(document: Printed): Promise<Buffer> {
  const sheet = new Sheet(document)
  const book = document.layout === 'book'
  sheet.element(sheet.root, 'Sect', { title: document.title }, (opening) => {
    sheet.bookmark(book ? 'Cover' : document.title)
    if (book) sheet.y = coverTop
    paragraph(sheet, opening, 'H1', sheet.lines(document.title, book ? styles.title : styles.memoTitle))
    sheet.y += 6
    paragraph(sheet, opening, 'P', sheet.lines(document.lead, styles.lead))
    sheet.y += book ? 24 : 8
    flow(document.opening, { sheet }).draw(opening)
  })
  for (const chapter of document.chapters) {
    drawChapter(sheet, chapter, book)
    // Whatever else the process does gets its turn.
    await setImmediate()
  }
  return sheet.finish()
}

function drawChapter(sheet: Sheet, { title, lead, blocks }: Chapter, book: boolean) {
  const style: Style = book ? styles.chapter : styles.heading
  const lines = sheet.lines(title, style)
  sheet.element(sheet.root, 'Sect', { title }, (chapter) => {
    const bookmark = begin()
    paragraph(sheet, chapter, 'H2', lines)
    sheet.y += book ? 6 : 4
    if (lead) {
      paragraph(sheet, chapter, 'P', sheet.lines(lead, styles.lead))
      sheet.y += 8
    }
    flow(blocks, { sheet, bookmark }).draw(chapter)
  })

  function begin(): Bookmark {
    if (book) sheet.turn()
    else {
      sheet.need(12 + lines.length * style.leading + 4 + flow(blocks, { sheet }).start)
      if (!sheet.atTop) sheet.y += 12
    }
    return sheet.bookmark(title)
  }
}
