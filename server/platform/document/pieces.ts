import type { Block, Section, Words } from './blocks.ts'
import type { Attributes, Bookmark, Element, Role, SetLine, Sheet } from './sheet.ts'
import { type Style, styles } from './styles.ts'
import { tablePiece } from './table.ts'

/**
 * What is measured and waits to be drawn, in points: `whole` is its height, `start` how much of it must stand on one page
 * at its beginning. `draw` writes it where the sheet is written to, and turns pages as it needs; `tail` is the height of a
 * remark about it that follows, which should not stand on a page alone.
 */
export type Piece = { start: number; whole: number; draw(parent: Element, tail?: number): void }

/** Where pieces go: what their entries in the outline stand below. */
export type Within = { sheet: Sheet; bookmark?: Bookmark | undefined }

const paragraphGap = 4
// Words of up to so many lines stay with what they lead to.
const fewLines = 6
const longestTail = 120
const widow = 2

function pieceOf(block: Block, within: Within): Piece {
  switch (block.kind) {
    case 'words':
      return wordsPiece(block, within.sheet)
    case 'table':
      return tablePiece(block, within.sheet)
    case 'section':
      return sectionPiece(block, within)
  }
}

/** Pieces one after the other. They begin where the first can, with what follows it if it is short. */
export function flow(blocks: readonly Block[], within: Within): Piece {
  const pieces = blocks.map((block) => pieceOf(block, within))
  const isShort = (place: number) =>
    blocks[place]?.kind === 'words' && (pieces[place]?.whole ?? 0) <= fewLines * styles.body.leading
  const starts = (place: number): number => {
    const piece = pieces[place]
    if (!piece) return 0
    return isShort(place) ? piece.whole + starts(place + 1) : piece.start
  }
  const tailOf = (place: number): number =>
    isShort(place + 1) ? (pieces[place + 1]?.whole ?? 0) + tailOf(place + 1) : 0
  return {
    start: starts(0),
    whole: pieces.reduce((sum, { whole }) => sum + whole, 0),
    draw(parent) {
      for (const [place, piece] of pieces.entries()) {
        const tail = Math.min(tailOf(place), longestTail)
        within.sheet.need(piece.start === piece.whole ? piece.whole + tail : piece.start)
        piece.draw(parent, tail)
      }
    },
  }
}

function wordsPiece({ text, quiet }: Words, sheet: Sheet): Piece {
  const style: Style = quiet ? styles.note : styles.body
  const lines = sheet.lines(text, style)
  return {
    start: Math.min(lines.length, widow) * style.leading,
    whole: lines.length * style.leading + paragraphGap,
    draw(parent) {
      paragraph(sheet, parent, 'P', lines)
      sheet.y += paragraphGap
    },
  }
}

function sectionPiece({ title, ruled, blocks }: Section, within: Within): Piece {
  const { sheet, bookmark } = within
  const style: Style = ruled ? styles.name : styles.heading
  const above = ruled ? 8 : 12
  const below = ruled ? 1 : 4
  const lines = sheet.lines(title, style)
  const head = above + lines.length * style.leading + below
  const content = flow(blocks, within)
  return {
    start: head + content.start,
    whole: head + content.whole,
    draw(parent) {
      sheet.element(parent, 'Sect', {}, (section) => {
        if (!sheet.atTop) {
          if (ruled) sheet.rule()
          sheet.y += above
        }
        if (ruled && bookmark) sheet.bookmark(title, bookmark)
        paragraph(sheet, section, 'H3', lines)
        sheet.y += below
        content.draw(section)
      })
    },
  }
}

/** Writes lines as one element, over as many pages as it takes; no line of it stands alone on a page. */
export function paragraph(
  sheet: Sheet,
  parent: Element,
  role: Role,
  lines: readonly SetLine[],
  about: Attributes = {},
) {
  const leading = lines[0]?.style.leading ?? 1
  sheet.element(parent, role, about, (element) => {
    for (let written = 0; written < lines.length; ) {
      const left = lines.length - written
      sheet.need(Math.min(left, widow) * leading)
      const fits = Math.max(1, Math.min(left, Math.floor(sheet.room / leading)))
      const now = left - fits === 1 && fits > widow ? fits - 1 : fits
      sheet.text(element, role, lines.slice(written, written + now), { top: sheet.y })
      written += now
      sheet.y += now * leading
      if (written < lines.length) sheet.turn()
    }
  })
}
