/** Rows of a CSV text by its header, as a spreadsheet reads them: quoted cells may hold commas, quotes and new lines. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = []
  let row: string[] = []
  let end = 0
  for (const cell of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n)/gy)) {
    row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '')
    end = cell.index + cell[0].length
    if (cell[3] === '\n') {
      rows.push(row)
      row = []
    }
  }
  if (end !== text.length || row.length > 0) throw new Error(`Not CSV from character ${end}`)
  const [header = [], ...body] = rows
  return body.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])))
}
