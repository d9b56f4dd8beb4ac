import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { Printed } from './blocks.ts'
import { runsOf } from './direction.ts'
import { openFont } from './fonts.ts'
import { ruleColor, type Style, styles } from './styles.ts'
import { linesOf, writable } from './text.ts'

/** A node of the structure that assistive technology reads. */
export type Element = PDFKit.PDFStructureElement
/** Structure types of PDF 1.7. */
export type Role = 'Document' | 'Sect' | 'H1' | 'H2' | 'H3' | 'P' | 'Table' | 'Caption' | 'TR' | 'TH' | 'TD'
export type Attributes = { title?: string; scope?: 'Row' | 'Column' }
export type SetLine = { text: string; style: Style }

const margin = 48
const footRoom = 60
const widthOfA4 = 595.28

/** The width of what is written, in points. */
export const lineWidth = widthOfA4 - 2 * margin

/**
 * Pages that are written from top to bottom. Whatever is drawn is drawn inside an element of the structure or as an
 * artifact: `text` takes one of them, and nothing else draws.
 */
export class Sheet {
  /** How far down the page is written, in points. */
  y = margin
  readonly root: Element
  readonly #pdf: PDFKit.PDFDocument
  readonly #foot: string

  constructor({ title, author, subject, at, foot }: Printed) {
    const info: object = {
      ...{ Title: new InXml(title), Author: new InXml(author), Subject: new InXml(subject) },
      ...{ Producer: 'PDFKit', Creator: new InXml(author), CreationDate: at, ModDate: at },
    }
    // The types know of PDF/A only.
    const universalAccess: object = { subset: 'PDF/UA' }
    this.#pdf = new PDFDocument({
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      ...universalAccess,
      info: { ...info },
      size: 'A4',
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      font: '',
    })
    for (const name of ['regular', 'bold'] as const) this.#pdf.registerFont(name, openFont(name).file)
    this.#foot = foot
    this.root = this.#pdf.struct('Document')
    this.#pdf.addStructure(this.root)
    this.turn()
  }

  get room(): number {
    return this.#pdf.page.height - footRoom - this.y
  }

  /** The most that fits on one page. */
  get most(): number {
    return this.#pdf.page.height - footRoom - margin
  }

  get atTop(): boolean {
    return this.y === margin
  }

  turn(): void {
    this.#pdf.addPage()
    this.y = margin
  }

  /** Turns the page if less than this is left of it, unless nothing is written on it yet. */
  need(height: number): void {
    if (height > this.room && !this.atTop) this.turn()
  }

  lines(text: string, style: Style, width = lineWidth): SetLine[] {
    const { has } = openFont(style.font)
    return linesOf(writable(text, has), width, (part) => this.#widthOf(part, style)).map((line) => ({
      text: line,
      style,
    }))
  }

  /** Adds an element below another. It can be filled until `fill` returns. */
  element(parent: Element, role: Role, about: Attributes, fill: (element: Element) => void): void {
    this.elements(parent, [{ role, about }], ([element]) => element && fill(element))
  }

  /** The same of several that are filled by turns, as cells of a row are that goes on on the next page. */
  elements(
    parent: Element,
    all: readonly { role: Role; about: Attributes }[],
    fill: (elements: Element[]) => void,
  ): void {
    const elements = all.map(({ role, about }) => this.#pdf.struct(role, about))
    for (const element of elements) parent.add(element)
    fill(elements)
    for (const element of elements) element.end()
  }

  /** Writes lines from a place on this page downwards, as content of an element. */
  text(element: Element, role: Role, lines: readonly SetLine[], at: Place): void {
    if (lines.every(({ text }) => text === '')) return
    const content = this.#pdf.markStructureContent(role)
    this.#draw(lines, at)
    this.#pdf.endMarkedContent()
    element.add(content)
  }

  /** The same of what is said elsewhere already, or belongs to the page only. */
  artifact(type: 'Pagination' | 'Layout', lines: readonly SetLine[], at: Place): void {
    this.#pdf.markContent('Artifact', { type })
    this.#draw(lines, at)
    this.#pdf.endMarkedContent()
  }

  /** A thin line across the page, where it is written to. */
  rule(): void {
    this.#pdf.markContent('Artifact', { type: 'Layout' })
    this.#pdf.lineWidth(0.5).strokeColor(ruleColor)
    this.#pdf
      .moveTo(margin, this.y)
      .lineTo(margin + lineWidth, this.y)
      .stroke()
    this.#pdf.endMarkedContent()
  }

  /** An entry of the outline, which leads to where the page is written to. */
  bookmark(title: string, below?: Bookmark): Bookmark {
    const place = { top: this.y, left: this.#pdf.page.width, expanded: false }
    return (below ?? this.#pdf.outline).addItem(title, place)
  }

  /** Writes the foot of each page, which needs their number, and ends. */
  finish(): Promise<Buffer> {
    const { count } = this.#pdf.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      this.#pdf.switchToPage(page)
      const [foot] = this.lines(`${this.#foot} · page ${page + 1} of ${count}`, styles.foot)
      if (foot) this.artifact('Pagination', [foot], { top: this.#pdf.page.height - 36 })
    }
    this.root.end()
    const written = buffer(this.#pdf)
    this.#pdf.end()
    return written
  }

  #draw(lines: readonly SetLine[], { top, left = 0, width = lineWidth, align }: Place): void {
    let y = top
    for (const { text, style } of lines) {
      this.#set(style)
      const spare = align === 'right' ? width - this.#widthOf(text.trimEnd(), style) : 0
      const above = (style.leading - this.#pdf.currentLineHeight()) / 2
      this.#pdf.fillColor(style.color)
      this.#line(text, margin + left + spare, y + above)
      y += style.leading
    }
  }

  /** Draws runs in the order in which they are read, each where it belongs. */
  #line(text: string, left: number, top: number): void {
    const runs = runsOf(text).map((run) => {
      // A list of features, if empty, keeps pdfkit from laying out word by word, which would not turn their order.
      const options = run.rtl ? { lineBreak: false, features: [] } : { lineBreak: false }
      return { ...run, options, width: this.#pdf.widthOfString(run.shown, options) }
    })
    for (const { shown, rtl, place, options } of runs) {
      const before = runs.filter((run) => run.place < place).reduce((sum, { width }) => sum + width, 0)
      if (rtl) this.#pdf.markContent('ReversedChars')
      this.#pdf.text(shown, left + before, top, options)
      if (rtl) this.#pdf.endMarkedContent()
    }
  }

  #widthOf(text: string, style: Style): number {
    this.#set(style)
    return this.#pdf.widthOfString(text)
  }

  #set({ font, size }: Style): void {
    this.#pdf.font(font).fontSize(size)
  }
}

/** Where lines begin: `top` from the page's edge, `left` from the margin. */
export type Place = { top: number; left?: number; width?: number; align?: 'right' | undefined }
export type Bookmark = ReturnType<PDFKit.PDFOutline['addItem']>

/** Words about the document. pdfkit takes their value into the file, and puts them into its XMP packet without escaping. */
class InXml extends String {
  override toString(): string {
    return this.valueOf()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
  }
}
