import type { Changes, Observation } from '#server/history/observation.ts'
import type { DeviceReport } from './report.ts'

/** How long a window is that metrics are kept by; longer ones are made of these. */
export const windowMs = 300_000

// As many as one report may hold: an agent that names others in each would make a window without end.
const mostItems = 1_000

const windowOf = (at: Date) => new Date(Math.floor(at.getTime() / windowMs) * windowMs)

/**
 * Keeps device-side reports, each once, adds what they measured to its window, and notes that the agents are alive.
 * Reports from the future are kept as of now: devices do not tell the time, the rule does, and its clock is AWS's.
 */
export async function recordReports(
  { tx, account }: Pick<Observation, 'tx' | 'account'>,
  reports: readonly DeviceReport[],
): Promise<Changes> {
  const { rows } = await tx.query<{ device: string; at: Date; id: string }>(
    `INSERT INTO device_reports (account_id, device, at, report_id, measured)
     SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::jsonb[])
     ON CONFLICT DO NOTHING RETURNING device, at, report_id::text AS id`,
    [
      ...[account.id, reports.map(({ device }) => device), reports.map(({ at }) => at)],
      ...[
        reports.map(({ reportId }) => reportId),
        reports.map(({ numbers, sets }) => JSON.stringify({ ...numbers, ...sets })),
      ],
    ],
  )
  const fresh = new Set(rows.map(({ device, at, id }) => `${device}\0${at.getTime()}\0${id}`))
  const added = reports.filter(({ device, at, reportId }) => fresh.delete(`${device}\0${at.getTime()}\0${reportId}`))
  await addWindows({ tx, account }, added)
  await noteAgents({ tx, account }, added)
  return { added: added.length, changed: 0, gone: 0 }
}

type Cell = {
  device: string
  at: Date
  metric: string
  value: number | null
  items: string[] | null
  over: 'sum' | 'max'
}

// How many reports fall into one window is the agent's choice: what is a state is not added up.
const addedUp = new Set(['aws:all-bytes-in', 'aws:all-bytes-out', 'aws:all-packets-in', 'aws:all-packets-out'])

async function addWindows({ tx, account }: Pick<Observation, 'tx' | 'account'>, reports: readonly DeviceReport[]) {
  const cells = new Map<string, Cell>()
  for (const { device, at, numbers, sets } of reports) {
    const window = windowOf(at)
    for (const [metric, value] of Object.entries(numbers)) {
      const over = addedUp.has(metric) ? 'sum' : 'max'
      const cell = cellAt(cells, { device, at: window, metric, value: null, items: null, over })
      cell.value = over === 'sum' ? (cell.value ?? 0) + value : Math.max(cell.value ?? 0, value)
    }
    for (const [metric, items] of Object.entries(sets)) {
      const cell = cellAt(cells, { device, at: window, metric, value: null, items: [], over: 'max' })
      cell.items = [...new Set([...(cell.items ?? []), ...items])].slice(0, mostItems)
    }
  }
  const all = [...cells.values()]
  if (all.length === 0) return
  await tx.query(
    `INSERT INTO metric_windows AS w (account_id, at, device, metric, value, items)
     SELECT $1, g.at, g.device, g.metric, g.value, CASE WHEN g.items IS NULL THEN NULL
       ELSE ARRAY (SELECT jsonb_array_elements_text(g.items)) END
     FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::jsonb[]) g (at, device, metric, value, items)
     ORDER BY g.metric, g.at, g.device
     ON CONFLICT (account_id, metric, at, device) DO UPDATE SET
       value = CASE WHEN w.metric = ANY ($7::text[]) THEN coalesce(w.value, 0) + coalesce(excluded.value, 0)
         ELSE greatest(w.value, excluded.value) END,
       items = CASE WHEN excluded.items IS NULL THEN w.items
         ELSE ARRAY (SELECT DISTINCT i FROM unnest(w.items || excluded.items) i ORDER BY i LIMIT ${mostItems}) END`,
    [
      ...[account.id, all.map(({ at }) => at), all.map(({ device }) => device), all.map(({ metric }) => metric)],
      ...[all.map(({ value }) => value), all.map(({ items }) => (items === null ? null : JSON.stringify(items)))],
      [...addedUp],
    ],
  )
}

function cellAt(cells: Map<string, Cell>, empty: Cell): Cell {
  const key = `${empty.metric}\0${empty.at.getTime()}\0${empty.device}`
  const cell = cells.get(key) ?? empty
  cells.set(key, cell)
  return cell
}

// The pace of an agent is a moving average of the time between its reports, as that of presence is (new = old + difference / 4).
const pace = 'least(extract(epoch FROM excluded.last_report_at - a.last_report_at), 2147483647)::int'

async function noteAgents({ tx, account }: Pick<Observation, 'tx' | 'account'>, reports: readonly DeviceReport[]) {
  const latest = new Map<string, DeviceReport>()
  for (const report of reports) {
    const known = latest.get(report.device)
    if (!known || known.at < report.at) latest.set(report.device, report)
  }
  const all = [...latest.values()].toSorted((a, b) => (a.device < b.device ? -1 : 1))
  if (all.length === 0) return
  await tx.query(
    `INSERT INTO device_agents AS a (account_id, device, last_report_at, last_report_id)
     SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::bigint[])
     ON CONFLICT (account_id, device) DO UPDATE SET last_report_at = excluded.last_report_at,
       last_report_id = excluded.last_report_id,
       every_s = CASE WHEN a.every_s IS NULL THEN ${pace} ELSE a.every_s + (${pace} - a.every_s) / 4 END
     WHERE a.last_report_at < excluded.last_report_at`,
    [account.id, all.map(({ device }) => device), all.map(({ at }) => at), all.map(({ reportId }) => reportId)],
  )
}
