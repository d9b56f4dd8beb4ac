import { shortId } from '#components/credentials/certificate-name.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { ConnectionEvent } from '#contract/incidents.ts'

const unknown = <span className="text-faint">unknown</span>

const kinds: Record<ConnectionEvent['kind'], string> = {
  connect: 'Connected',
  disconnect: 'Disconnected',
  'connect-failed': 'Connect refused',
  'auth-error': 'Credential refused',
}

const feeds: Record<ConnectionEvent['feed'], string> = {
  logs: 'AWS IoT logs',
  lifecycle: 'Presence events',
  index: 'Fleet index',
  audit: 'Device Defender',
}

/** The columns of raw records. */
export const recordColumns: readonly Column<ConnectionEvent>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <AbsoluteTime at={at} precision="second" /> },
  {
    id: 'kind',
    header: 'What',
    cell: ({ kind, duplicate }) => (
      <span className="flex items-center gap-2">
        {kinds[kind]}
        {duplicate ? <Badge tone="attention">Duplicate client ID</Badge> : null}
      </span>
    ),
  },
  { id: 'reason', header: 'Reason', className: 'max-w-60 truncate', cell: ({ reason }) => reason ?? unknown },
  {
    id: 'principal',
    header: 'Credential',
    cell: ({ principal }) =>
      principal ? (
        <span className="mono" data-tip={principal}>
          {shortId(principal)}
        </span>
      ) : (
        unknown
      ),
  },
  {
    id: 'source',
    header: 'Source',
    cell: ({ sourceIp, sourcePort }) =>
      sourceIp ? (
        <span className="mono">
          {sourceIp}
          {sourcePort === null ? '' : `:${sourcePort}`}
        </span>
      ) : (
        unknown
      ),
  },
  {
    id: 'client',
    header: 'Client ID',
    className: 'max-w-52 truncate',
    cell: ({ clientId }) => <span className="mono">{clientId}</span>,
  },
  { id: 'feed', header: 'Read from', cell: ({ feed }) => feeds[feed] },
]
