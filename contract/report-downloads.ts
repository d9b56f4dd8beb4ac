import type { Report } from './reports.ts'

const endings = {
  pdf: 'pdf',
  json: 'json',
  oscal: 'oscal.json',
  bundle: 'zip',
  pseudonymised: 'pseudonymised.zip',
} as const

/** Where a report is taken away from. Apart from `links`, which every page of the console carries. */
export const reportDownloads = {
  file: (id: string, file: Report['files'][number]['file']) =>
    `/api/exports/reports/${encodeURIComponent(id)}.${endings[file]}`,
  register: (id: string, register: string) =>
    `/api/exports/reports/${encodeURIComponent(id)}/${encodeURIComponent(register)}.csv`,
  /** What somebody gave with an attestation. */
  evidence: (file: string) => `/api/exports/attestations/${encodeURIComponent(file)}`,
}
