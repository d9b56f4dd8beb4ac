const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// What shows nothing, or turns what stands beside it around, as U+202E does.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

/** Text as a font can write it: what it has no sign for, and what could not be seen, stands there as its code point. */
export function writable(text: string, has: (codePoint: number) => boolean): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text
  let out = ''
  for (const sign of text.replace(/\r\n?|\t/g, (found) => (found === '\t' ? ' ' : '\n')))
    out += sign === '\n' || isWritable(sign, has) ? sign : codePointOf(sign)
  return out
}

const isWritable = (sign: string, has: (codePoint: number) => boolean) =>
  !unseen.test(sign) && has(sign.codePointAt(0) ?? 0)

const codePointOf = (sign: string) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/**
 * Lines of text that fit into a width. Broken at spaces, which stay at the end of their line (and stand at a line feed) so that
 * words stay apart for who listens; a word that is wider than a line goes on in the next, without a hyphen, so that an id can be copied.
 */
export function linesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text
    .replaceAll('\n', ' \n')
    .split('\n')
    .flatMap((paragraph) => wrapped(paragraph, width, widthOf))
}

function wrapped(paragraph: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of paragraph.match(/[^ ]+ *| +/g) ?? []) {
    const bare = widthOf(word.trimEnd())
    if (line !== '' && used + bare > width) {
      lines.push(line)
      line = ''
      used = 0
    }
    if (bare > width) {
      const pieces = cut(word, width, widthOf)
      line = pieces.pop() ?? ''
      used = widthOf(line)
      lines.push(...pieces)
    } else {
      line += word
      used += widthOf(word)
    }
  }
  return [...lines, line]
}

function cut(word: string, width: number, widthOf: (text: string) => number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const { segment } of graphemes.segment(word)) {
    const wide = widthOf(segment)
    if (piece !== '' && segment !== ' ' && used + wide > width) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += segment
    used += wide
  }
  return [...pieces, piece]
}
