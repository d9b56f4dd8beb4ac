import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { create, type Font } from 'fontkit'
import type { FontName } from './styles.ts'

// From where the process was started: a bundler leaves a name that is looked up then alone.
const installed = createRequire(path.join(process.cwd(), 'package.json'))
const files: Record<FontName, string> = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
}

/** The font's file, and whether it has a sign for a code point. Read once and kept: 0.7 MB each. */
export type OpenFont = { file: Buffer; has(codePoint: number): boolean }

const open = new Map<FontName, OpenFont>()

export function openFont(name: FontName): OpenFont {
  const known = open.get(name)
  if (known) return known
  const file = fs.readFileSync(installed.resolve(files[name]))
  const font = single(create(file), name)
  const found = { file, has: (codePoint: number) => font.hasGlyphForCodePoint(codePoint) }
  open.set(name, found)
  return found
}

function single(font: ReturnType<typeof create>, name: FontName): Font {
  if ('fonts' in font) throw new Error(`${files[name]} is a collection of fonts`)
  return font
}
