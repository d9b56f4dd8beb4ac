import fs from 'node:fs'
import type { Download } from '@playwright/test'

/** The records of a downloaded CSV file (RFC 4180), the header first. */
export async function recordsIn(download: Download): Promise<string[][]> {
  return parseCsv(fs.readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, ''))
}

function parseCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  const fields = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g
  for (const [, field = '', end] of text.matchAll(fields)) {
    record.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)
    if (end === ',') continue
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
  }
  return records
}
