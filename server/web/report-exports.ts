import { z } from 'zod'
import { rowId } from '#contract/base.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import {
  aboutEvidence,
  aboutReport,
  takeBundle,
  takeDocument,
  takeEvidence,
  takeRegister,
} from '#server/reports/files/taken.ts'
import { download } from './download.ts'
import { csvType } from './exports.ts'
import type { Web } from './process.ts'

const ofReport = z.object({ id: z.uuid() })
const folder = '/exports/reports'

// The longest ending first: each is also the end of a longer one.
const files = [
  [
    'pseudonymised.zip',
    download(
      { name: 'report', ending: 'pseudonymised.zip', type: 'application/zip', at: `${folder}/{id}.pseudonymised.zip` },
      ofReport,
      takeBundle('pseudonymised'),
      aboutReport,
    ),
  ],
  [
    'oscal.json',
    download(
      { name: 'report', ending: 'oscal.json', type: 'application/json', at: `${folder}/{id}.oscal.json` },
      ofReport,
      takeDocument('oscal.json'),
      aboutReport,
    ),
  ],
  [
    'zip',
    download(
      { name: 'report', ending: 'zip', type: 'application/zip', at: `${folder}/{id}.zip` },
      ofReport,
      takeBundle('bundle'),
      aboutReport,
    ),
  ],
  [
    'pdf',
    download(
      { name: 'report', ending: 'pdf', type: 'application/pdf', at: `${folder}/{id}.pdf` },
      ofReport,
      takeDocument('report.pdf'),
      aboutReport,
    ),
  ],
  [
    'json',
    download(
      { name: 'report', ending: 'json', type: 'application/json', at: `${folder}/{id}.json` },
      ofReport,
      takeDocument('report.json'),
      aboutReport,
    ),
  ],
] as const

/** Streams a report as a document, as data, or sealed: `/exports/reports/{id}.` and pdf, json, oscal.json, zip, pseudonymised.zip. */
export function answerReportFile(web: Web, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const found = files.find(([ending]) => pathname.endsWith(`.${ending}`))
  return found ? found[1](web, request) : Promise.resolve(problemResponse(problem(404, 'There is no such file.')))
}

/** Streams one register of a report as CSV: `/exports/reports/{id}/{register}.csv`. */
export const answerReportRegister = download(
  { name: 'register', ending: 'csv', type: csvType, at: `${folder}/{id}/{register}.csv` },
  ofReport.extend({ register: z.string().max(60) }),
  takeRegister,
  async (context, { id, register }) => {
    const { file, object } = await aboutReport(context, { id })
    return { file: `${file}-${/^[a-z-]+$/.test(register) ? register : 'register'}`, object }
  },
)

/** Streams a file that goes with what somebody vouched for: `/exports/attestations/{file}`. Never as anything a browser would run. */
export const answerEvidence = download(
  { name: 'evidence', ending: 'bin', type: 'application/octet-stream', at: '/exports/attestations/{file}' },
  z.object({ file: rowId }),
  takeEvidence,
  aboutEvidence,
)
