import {
  dictionary,
  Name,
  nameOf,
  Operator,
  objectsOf,
  type PdfDict,
  type PdfValue,
  Ref,
  Syntax,
} from './pdf-objects.ts'

/** A node of the structure tree; `text` is what its content shows, that of the nodes below it included. */
export type Tagged = { role: string; scope: string | null; text: string; kids: Tagged[] }
/** What stands on a page: `texts` of the structure, `artifacts`, and what is drawn in neither (which must be nothing). */
export type Page = { texts: string[]; artifacts: string[]; strays: string[]; tabs: string }
export type Pdf = {
  catalog: PdfDict
  info: PdfDict
  xmp: string
  id: PdfValue
  tree: Tagged
  pages: Page[]
  outline: string[]
  /** Of each font: whether its file is inside, and the map that text is copied by. */
  fonts: { name: string; embedded: boolean; mapped: boolean }[]
}

type Content = Omit<Page, 'texts'> & { marked: Map<number, string> }
type Doc = { get(value: PdfValue | undefined): PdfValue; stream(value: PdfValue | undefined): string }

const painting = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'Do'])

/** Reads a tagged PDF as assistive technology would: the tree, and the text of the marked content that it leads to. */
export function readPdf(file: Buffer): Pdf {
  const { trailer, objects } = objectsOf(file)
  const doc: Doc = {
    get: (value) => (value instanceof Ref ? (objects.get(value.id)?.value ?? null) : (value ?? null)),
    stream: (value) => (value instanceof Ref ? (objects.get(value.id)?.stream?.toString('latin1') ?? '') : ''),
  }
  const catalog = dictionary(doc.get(trailer.Root))
  const refs = list(dictionary(doc.get(catalog.Pages)).Kids)
  const contents = new Map(refs.map((ref) => [idOf(ref), contentOf(doc, dictionary(doc.get(ref)))]))
  const [root = null] = list(dictionary(doc.get(catalog.StructTreeRoot)).K)
  const fonts = [...objects.values()].map(({ value }) => value).filter((value) => isType(value, 'FontDescriptor'))
  const composite = [...objects.values()].map(({ value }) => value).filter((value) => isType(value, 'Font'))
  return {
    catalog: Object.fromEntries(Object.entries(catalog).map(([key, value]) => [key, doc.get(value)])),
    info: Object.fromEntries(
      Object.entries(dictionary(doc.get(trailer.Info))).map(([key, value]) => [key, doc.get(value)]),
    ),
    xmp: Buffer.from(doc.stream(catalog.Metadata), 'latin1').toString(),
    id: trailer.ID ?? null,
    tree: taggedOf(doc, root, contents, 0),
    pages: [...contents.values()].map(({ marked, artifacts, strays, tabs }) => ({
      ...{ strays, tabs, texts: [...marked.values()] },
      artifacts: artifacts.filter((text) => text !== ''),
    })),
    outline: catalog.Outlines ? outlineOf(doc, dictionary(doc.get(catalog.Outlines))) : [],
    fonts: fonts.map((font) => {
      const { FontName, FontFile2 } = dictionary(font)
      const used = composite
        .map(dictionary)
        .find(({ BaseFont, ToUnicode }) => nameOf(BaseFont) === nameOf(FontName) && ToUnicode)
      return { name: nameOf(FontName), embedded: doc.stream(FontFile2) !== '', mapped: used !== undefined }
    }),
  }
}

/** Every node of a tree in reading order. */
export const nodesOf = (node: Tagged): Tagged[] => [node, ...node.kids.flatMap(nodesOf)]

/** The texts of all nodes of a role, in reading order. */
export const textsOf = (node: Tagged, role: string): string[] =>
  nodesOf(node)
    .filter((one) => one.role === role)
    .map(({ text }) => text)

function taggedOf(doc: Doc, ref: PdfValue, contents: Map<number, Content>, page: number): Tagged {
  const node = dictionary(doc.get(ref))
  const own = node.Pg ? idOf(node.Pg) : page
  const kids: Tagged[] = []
  const said = list(doc.get(node.K)).map((kid) => {
    if (typeof kid === 'number') return markedText(contents, own, kid)
    const value = dictionary(doc.get(kid))
    if (nameOf(value.Type) === 'MCR') return markedText(contents, idOf(value.Pg), Number(value.MCID))
    const tagged = taggedOf(doc, kid, contents, own)
    kids.push(tagged)
    return tagged.text
  })
  const scope = node.A ? nameOf(dictionary(doc.get(node.A)).Scope) || null : null
  return { role: nameOf(node.S), scope, text: said.join(kids.length > 0 ? '\n' : ''), kids }
}

function markedText(contents: Map<number, Content>, page: number, id: number): string {
  const text = contents.get(page)?.marked.get(id)
  if (text === undefined) throw new Error(`Content ${id} of page ${page} is in the tree and on no page`)
  return text
}

/** Walks what draws a page, and keeps text by the mark that it stands in. */
function contentOf(doc: Doc, page: PdfDict): Content {
  const content: Content = { marked: new Map(), artifacts: [], strays: [], tabs: nameOf(page.Tabs) }
  const maps = unicodeMaps(doc, dictionary(doc.get(dictionary(doc.get(page.Resources)).Font ?? {})))
  const marks: { mark: number | 'artifact' | undefined; reversed: boolean }[] = []
  let font = ''
  let operands: PdfValue[] = []
  const syntax = new Syntax(doc.stream(page.Contents))
  for (let token = syntax.next(); token !== undefined; token = syntax.next()) {
    if (!(token instanceof Operator)) {
      operands.push(token)
      continue
    }
    const { mark, reversed = false } = marks.at(-1) ?? {}
    const say = (text: string) => {
      if (mark === undefined) content.strays.push(text)
      else if (mark === 'artifact') content.artifacts.push((content.artifacts.pop() ?? '') + text)
      else content.marked.set(mark, content.marked.get(mark) + text)
    }
    if (token.name === 'BDC' || token.name === 'BMC') {
      const about = token.name === 'BDC' ? dictionary(operands[1]) : {}
      const tag = nameOf(operands[0])
      const inside = tag === 'Artifact' ? 'artifact' : about.MCID === undefined ? mark : Number(about.MCID)
      if (tag === 'Artifact') content.artifacts.push('')
      else if (typeof inside === 'number' && inside !== mark) content.marked.set(inside, '')
      marks.push({ mark: inside, reversed: tag === 'ReversedChars' })
    } else if (token.name === 'EMC') marks.pop()
    else if (token.name === 'Tf') font = nameOf(operands[0])
    else if (token.name === 'TJ' || token.name === 'Tj') {
      const shown = operands
        .flatMap((one) => (Array.isArray(one) ? one : [one]))
        .filter((one) => typeof one === 'string')
      const text = shown.map((codes) => decoded(codes, maps.get(font))).join('')
      say(reversed ? [...text].reverse().join('') : text)
    } else if (painting.has(token.name) && mark === undefined) content.strays.push(token.name)
    operands = []
  }
  return content
}

/** From the codes of each font to text, two bytes a code, as its ToUnicode map has them. */
function unicodeMaps(doc: Doc, fonts: PdfDict): Map<string, Map<number, string>> {
  return new Map(
    Object.entries(fonts).map(([name, ref]) => {
      const map = new Map<number, string>()
      const source = doc.stream(dictionary(doc.get(ref)).ToUnicode)
      for (const [, first = '', codes = ''] of source.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g))
        for (const [place, [, hex = '']] of [...codes.matchAll(/<([\w ]*)>/g)].entries())
          map.set(
            Number.parseInt(first, 16) + place,
            Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
          )
      return [name, map]
    }),
  )
}

const decoded = (codes: string, map: Map<number, string> | undefined) =>
  [...(codes.match(/../gs) ?? [])]
    .map((code) => map?.get(code.charCodeAt(0) * 256 + code.charCodeAt(1)) ?? '\ufffd')
    .join('')

function outlineOf(doc: Doc, node: PdfDict): string[] {
  const titles: string[] = []
  for (let ref = node.First; ref; ) {
    const item = dictionary(doc.get(ref))
    titles.push(String(doc.get(item.Title)), ...outlineOf(doc, item).map((title) => `  ${title}`))
    ref = item.Next
  }
  return titles
}

const list = (value: PdfValue | undefined): PdfValue[] => (Array.isArray(value) ? value : value == null ? [] : [value])
const idOf = (value: PdfValue | undefined): number => (value instanceof Ref ? value.id : 0)

function isType(value: PdfValue, type: string): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  if (value instanceof Name || value instanceof Ref) return false
  return nameOf(value.Type) === type
}
