import { Download } from 'lucide-react'
import { Panel } from '#components/ui/panel.tsx'
import { reportDownloads } from '#contract/report-downloads.ts'
import type { Report } from '#contract/reports.ts'
import { fileWords, sizeInWords } from '../words.ts'

/** Every form in which a report leaves, with its size and hash where they are known before it is asked for. */
export function DownloadsPanel({ report: { id, files } }: { report: Report }) {
  return (
    <Panel title="Downloads" note="Each download is written in the trail">
      <ul className="flex flex-col divide-y divide-line">
        {files.map(({ file, bytes, sha256 }) => (
          <li key={file} className="flex flex-col gap-0.5 py-2.5 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-center gap-x-3">
              <a
                href={reportDownloads.file(id, file)}
                download
                className="inline-flex items-center gap-1.5 font-medium text-accent hover:underline"
              >
                <Download aria-hidden className="size-3.5" />
                {fileWords[file].word}
              </a>
              {bytes === null ? null : <span className="text-xs text-muted">{sizeInWords(bytes)}</span>}
            </span>
            <span className="text-muted">{fileWords[file].meaning}</span>
            {sha256 ? (
              <span className="mono text-xs break-all text-faint" data-tip="SHA-256">
                {sha256}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
