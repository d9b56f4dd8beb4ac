import type { Cell, Column, Table } from './blocks.ts'
import type { Piece } from './pieces.ts'
import { type Attributes, type Element, lineWidth, type Role, type SetLine, type Sheet } from './sheet.ts'
import { type Style, styles } from './styles.ts'

const padding = 3
const gap = 8
const below = 4
const captionGap = 2
// A table that is no taller than this part of a page stands on one.
const togetherUpTo = 1 / 6
// A row that is taller than this part of a page may go on over its end; any other is never torn.
const tornFrom = 1 / 3
// So much of a row that is torn stands on the page where it begins.
const firstLines = 4

type Slot = { left: number; width: number; align: Column['align'] }
/** A cell as it will be drawn, and what it is. */
type SetCell = { role: Role; about: Attributes; lines: SetLine[]; slot: Slot }
type SetRow = { cells: SetCell[]; height: number }

/** A table: its caption and heads stand with its first row, and its heads once more on every page that it runs to. */
export function tablePiece({ caption, heads, columns, rows }: Table, sheet: Sheet): Piece {
  const slots = slotsOf(columns)
  const labelled = heads.length === 0
  const captionLines = caption === undefined ? [] : sheet.lines(caption, styles.note)
  const captionHeight = captionLines.length === 0 ? 0 : heightOf(captionLines) + captionGap
  const head = labelled ? null : setRow(heads.map((text) => headCell(text)))
  const body = rows.map((row) => setRow(row.map((cell, place) => bodyCell(cell, place))))

  function headCell(text: string): Said {
    return { role: 'TH', about: { scope: 'Column' }, texts: [[text, styles.strong]] }
  }
  function bodyCell({ text, note }: Cell, place: number): Said {
    const texts: Said['texts'] = [
      [note === undefined ? text : `${text} `, place === 0 && labelled ? styles.label : styles.body],
    ]
    if (note !== undefined) texts.push([note, styles.note])
    return place === 0 ? { role: 'TH', about: { scope: 'Row' }, texts } : { role: 'TD', about: {}, texts }
  }
  function setRow(said: Said[]): SetRow {
    const cells = said.map(({ role, about, texts }, place) => {
      const slot = slots[place] ?? { left: 0, width: lineWidth, align: undefined }
      return { role, about, slot, lines: texts.flatMap(([text, style]) => sheet.lines(text, style, slot.width)) }
    })
    return { cells, height: Math.max(...cells.map(({ lines }) => heightOf(lines))) + 2 * padding }
  }

  const headHeight = head?.height ?? 0
  const mostWhole = sheet.most * tornFrom
  const startOf = ({ height }: SetRow) => (height > mostWhole ? firstLines * styles.body.leading + 2 * padding : height)
  const first = body[0]

  function turn() {
    sheet.turn()
    if (!head) return
    for (const { lines, slot } of head.cells) sheet.artifact('Pagination', lines, { top: sheet.y + padding, ...slot })
    sheet.y += head.height
    sheet.rule()
  }
  function drawRow(table: Element, row: SetRow, tail = 0) {
    if (startOf(row) + tail > sheet.room) turn()
    sheet.element(table, 'TR', {}, (tr) => drawCells(sheet, tr, row, turn))
  }

  const whole = captionHeight + headHeight + body.reduce((sum, { height }) => sum + height, 0) + below
  const start = captionHeight + headHeight + (first ? startOf(first) : 0)
  return {
    start:
      whole <= sheet.most * togetherUpTo || (body.length === 1 && first && first.height <= mostWhole) ? whole : start,
    whole,
    draw(parent, tail = 0) {
      sheet.element(parent, 'Table', {}, (table) => {
        if (captionLines.length > 0) {
          sheet.element(table, 'Caption', {}, (element) =>
            sheet.text(element, 'Caption', captionLines, { top: sheet.y }),
          )
          sheet.y += captionHeight
        }
        if (head) drawRow(table, head)
        for (const row of body) drawRow(table, row, row === body.at(-1) ? below + tail : 0)
        sheet.y += below
      })
    },
  }
}

type Said = { role: Role; about: Attributes; texts: [text: string, style: Style][] }

/** Draws the cells of one row side by side. What does not fit goes on in the same cells on the next page. */
function drawCells(sheet: Sheet, tr: Element, { cells }: SetRow, turn: () => void) {
  sheet.elements(tr, cells, (elements) => {
    let left = cells.map(({ lines }) => lines)
    for (;;) {
      const now = left.map((lines) => fitting(lines, sheet.room - 2 * padding))
      for (const [place, { role, slot }] of cells.entries()) {
        const element = elements[place]
        if (element) sheet.text(element, role, now[place] ?? [], { top: sheet.y + padding, ...slot })
      }
      sheet.y += Math.max(...now.map(heightOf)) + 2 * padding
      sheet.rule()
      left = left.map((lines, place) => lines.slice(now[place]?.length))
      if (left.every((lines) => lines.length === 0)) return
      turn()
    }
  })
}

const heightOf = (lines: readonly SetLine[]) => lines.reduce((sum, { style }) => sum + style.leading, 0)

/** Lines from the first on that fit into a height, and one in any case, so that it comes to an end. */
function fitting(lines: readonly SetLine[], height: number): SetLine[] {
  let used = 0
  return lines.filter(({ style }, place) => {
    used += style.leading
    return used <= height || place === 0
  })
}

/** Where each column begins and how wide it is; those without a width share what is left. */
function slotsOf(columns: readonly Column[]): Slot[] {
  const given = columns.reduce((sum, { width = 0 }) => sum + width, 0)
  const open = columns.filter(({ width }) => width === undefined).length
  const share = (lineWidth - given) / Math.max(1, open)
  let left = 0
  return columns.map(({ width = share, align }, place) => {
    const slot = { left, width: width - (place < columns.length - 1 ? gap : 0), align }
    left += width
    return slot
  })
}
