import { Download } from 'lucide-react'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { reportDownloads } from '#contract/report-downloads.ts'
import type { Report } from '#contract/reports.ts'

/** The rows behind the report, each register as CSV with the hash of exactly that file. */
export function RegistersPanel({ report: { id, registers } }: { report: Report }) {
  return (
    <Panel title="Registers" note="As they were then" flush>
      <ul className="flex flex-col divide-y divide-line">
        {registers.map(({ name, title, rows, sha256 }) => (
          <li key={name} className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-start gap-x-4 px-4 py-2">
            <span className="min-w-0">
              {title}
              <span className="mono block truncate text-xs text-faint" data-tip={`SHA-256 ${sha256}`}>
                {sha256}
              </span>
            </span>
            <span className="text-right tabular-nums">
              {formatCount(rows)} <span className="text-muted">rows</span>
            </span>
            <a
              href={reportDownloads.register(id, name)}
              download
              aria-label={`${title} as CSV`}
              className="inline-flex min-h-5 items-center gap-1.5 px-1 text-accent hover:underline"
            >
              <Download aria-hidden className="size-3.5" />
              CSV
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
