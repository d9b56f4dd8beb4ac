import { z } from 'zod'
import { activityFilters } from '#contract/activity.ts'
import { violationFilters } from '#contract/behaviours.ts'
import { certificateFilters } from '#contract/certificates.ts'
import { deploymentFilters, driftFilters, executionFilters, unupdatableFilters } from '#contract/deployments.ts'
import { findingFilters } from '#contract/findings.ts'
import { incidentFilters } from '#contract/incidents.ts'
import { runFilters, runId } from '#contract/response.ts'
import { thingFilters } from '#contract/things.ts'
import { exportActivityCsv, exportActivityJsonLines } from '#server/activity/export.ts'
import { exportViolations } from '#server/behaviours/export.ts'
import { exportCertificates } from '#server/credentials/export.ts'
import { exportDeployments, exportDrift, exportExecutions, exportUnupdatable } from '#server/deployments/export.ts'
import { exportFindings } from '#server/findings/export.ts'
import { exportThings } from '#server/fleet/export.ts'
import { exportIncidents } from '#server/incidents/export.ts'
import { aboutPack, packIncident } from '#server/incidents/pack/pack-incident.ts'
import { exportRun } from '#server/response/export.ts'
import { exportRuns } from '#server/response/export-runs.ts'
import { download, type Write } from './download.ts'

export const csvType = 'text/csv; charset=utf-8'

/** Streams the inventory, exactly as filtered and ordered, as CSV. */
export const answerThingsCsv = csv('things', thingFilters, exportThings)

/** Streams the certificates, exactly as filtered and ordered, as CSV. */
export const answerCertificatesCsv = csv('certificates', certificateFilters, exportCertificates)

/** Streams the findings, exactly as filtered and ordered, as CSV. */
export const answerFindingsCsv = csv('findings', findingFilters, exportFindings)

/** Streams the incidents, exactly as filtered and ordered, as CSV. */
export const answerIncidentsCsv = csv('incidents', incidentFilters, exportIncidents)

/** Streams the violations, exactly as filtered, as CSV. */
export const answerViolationsCsv = csv('violations', violationFilters, exportViolations)

/** Streams the runs of response actions, exactly as filtered, as CSV. */
export const answerRunsCsv = csv('response-runs', runFilters, exportRuns)

/** Streams the deployments, exactly as filtered and ordered, as CSV. */
export const answerDeploymentsCsv = csv('deployments', deploymentFilters, exportDeployments)

/** Streams the devices of one deployment as CSV: `/exports/deployments/{id}/executions.csv`. */
export const answerExecutionsCsv = download(
  { name: 'executions', ending: 'csv', type: csvType, at: '/exports/deployments/{id}/executions.csv' },
  executionFilters.extend({ id: z.string().max(40) }),
  exportExecutions,
)

/** Streams what runs another version than is meant, exactly as filtered, as CSV. */
export const answerDriftCsv = csv('software-drift', driftFilters, exportDrift)

/** Streams the register of things that cannot be updated, exactly as filtered, as CSV. */
export const answerUnupdatableCsv = csv('unupdatable', unupdatableFilters, exportUnupdatable)

/** Streams the trail, exactly as filtered, as CSV. */
export const answerActivityCsv = csv('activity', activityFilters, exportActivityCsv)

/** Streams the trail, exactly as filtered, as JSON Lines. */
export const answerActivityJsonLines = download(
  { name: 'activity', ending: 'jsonl', type: 'application/jsonl' },
  activityFilters,
  exportActivityJsonLines,
)

/** Streams one run of a response action as CSV: `/exports/response-runs/{id}.csv`. */
export const answerRunCsv = download(
  { name: 'response-run', ending: 'csv', type: csvType, at: '/exports/response-runs/{id}.csv' },
  z.object({ id: runId }),
  exportRun,
)

/** Streams everything on one incident as an archive: `/exports/incidents/{id}.zip`. */
export const answerIncidentPack = download(
  { name: 'incident', ending: 'zip', type: 'application/zip', at: '/exports/incidents/{id}.zip' },
  z.object({ id: z.uuid() }),
  packIncident,
  aboutPack,
)

function csv<Filters extends z.ZodType<Record<string, unknown>>>(
  name: string,
  filters: Filters,
  write: Write<Filters>,
) {
  return download({ name, ending: 'csv', type: csvType }, filters, write)
}
