import { z } from 'zod'
import { activityFilters } from './activity.ts'
import { asViewer, rowId } from './base.ts'
import { violationFilters } from './behaviours.ts'
import { certificateFilters } from './certificates.ts'
import { deploymentFilters, driftFilters, executionFilters, unupdatableFilters } from './deployments.ts'
import { findingFilters } from './findings.ts'
import { incidentFilters } from './incidents.ts'
import { runFilters, runId } from './response.ts'
import { thingFilters } from './things.ts'

const answering = (type: string, description: string) => ({
  spec: (operation: object) => ({ ...operation, responses: { 200: { description, content: { [type]: {} } } } }),
})

const reportFile = (ending: string, summary: string, type: string) =>
  asViewer
    .route({
      method: 'GET',
      path: `/exports/reports/{id}.${ending}`,
      tags: ['Reports'],
      summary,
      ...answering(type, 'The file'),
    })
    .input(z.object({ id: z.uuid() }))

/** What is served as a stream, apart from the entries of `api`: in the OpenAPI document and under the same roles. */
export const streams = {
  events: asViewer.route({
    method: 'GET',
    path: '/events',
    tags: ['Sync'],
    summary: 'Follow what syncs change, as server-sent events',
    ...answering('text/event-stream', 'One JSON object per event'),
  }),
  thingsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/things.csv',
      tags: ['Inventory'],
      summary: 'Every thing a filter matches, as CSV',
      ...answering('text/csv', 'One row per thing'),
    })
    .input(thingFilters),
  certificatesCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/certificates.csv',
      tags: ['Credentials'],
      summary: 'Every certificate a filter matches, as CSV',
      ...answering('text/csv', 'One row per certificate'),
    })
    .input(certificateFilters),
  findingsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/findings.csv',
      tags: ['Findings'],
      summary: 'Every finding a filter matches, as CSV',
      ...answering('text/csv', 'One row per finding'),
    })
    .input(findingFilters),
  incidentsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/incidents.csv',
      tags: ['Incidents'],
      summary: 'Every incident a filter matches, as CSV',
      ...answering('text/csv', 'One row per incident'),
    })
    .input(incidentFilters),
  violationsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/violations.csv',
      tags: ['Behaviours'],
      summary: 'Every violation a filter matches, as CSV',
      ...answering('text/csv', 'One row per violation'),
    })
    .input(violationFilters),
  deploymentsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/deployments.csv',
      tags: ['Deployments'],
      summary: 'Every deployment a filter matches, as CSV',
      ...answering('text/csv', 'One row per deployment'),
    })
    .input(deploymentFilters),
  executionsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/deployments/{id}/executions.csv',
      tags: ['Deployments'],
      summary: 'The devices of one deployment, as CSV',
      ...answering('text/csv', 'One row per device'),
    })
    .input(executionFilters.extend({ id: z.string().max(40) })),
  driftCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/software-drift.csv',
      tags: ['Deployments'],
      summary: 'Things that run another version than is meant, as CSV',
      ...answering('text/csv', 'One row per thing, package and kind'),
    })
    .input(driftFilters),
  unupdatableCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/unupdatable.csv',
      tags: ['Deployments'],
      summary: 'Things that cannot be updated, as CSV',
      ...answering('text/csv', 'One row per thing'),
    })
    .input(unupdatableFilters),
  runsCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/response-runs.csv',
      tags: ['Response'],
      summary: 'Every run a filter matches, as CSV',
      ...answering('text/csv', 'One row per run'),
    })
    .input(runFilters),
  runCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/response-runs/{id}.csv',
      tags: ['Response'],
      summary: 'One run, as CSV',
      ...answering('text/csv', 'One row per target and call'),
    })
    .input(z.object({ id: runId })),
  incidentPack: asViewer
    .route({
      method: 'GET',
      path: '/exports/incidents/{id}.zip',
      tags: ['Incidents'],
      summary: 'Everything on one incident: a document, its records, decisions and hashes',
      ...answering('application/zip', 'A ZIP archive with a manifest'),
    })
    .input(z.object({ id: z.uuid() })),
  activityCsv: asViewer
    .route({
      method: 'GET',
      path: '/exports/activity.csv',
      tags: ['Activity'],
      summary: 'Every entry of the trail a filter matches, with its seal, as CSV',
      ...answering('text/csv', 'One row per entry'),
    })
    .input(activityFilters),
  activityJsonLines: asViewer
    .route({
      method: 'GET',
      path: '/exports/activity.jsonl',
      tags: ['Activity'],
      summary: 'Every entry of the trail a filter matches, with its seal, as JSON Lines',
      ...answering('application/jsonl', 'One JSON object per entry'),
    })
    .input(activityFilters),
  reportPdf: reportFile('pdf', 'A report as a document to read', 'application/pdf'),
  reportJson: reportFile('json', 'A report as it was frozen, as JSON', 'application/json'),
  reportOscal: reportFile('oscal.json', 'A report as OSCAL assessment results', 'application/json'),
  reportBundle: reportFile('zip', 'A report with its registers and queries, sealed', 'application/zip'),
  reportPseudonymised: reportFile('pseudonymised.zip', 'The same with tokens in place of names', 'application/zip'),
  reportRegister: asViewer
    .route({
      method: 'GET',
      path: '/exports/reports/{id}/{register}.csv',
      tags: ['Reports'],
      summary: 'One register of a report, as CSV',
      ...answering('text/csv', 'One row per item'),
    })
    .input(z.object({ id: z.uuid(), register: z.string().max(60) })),
  attestationFile: asViewer
    .route({
      method: 'GET',
      path: '/exports/attestations/{file}',
      tags: ['Reports'],
      summary: 'A file that goes with what somebody vouched for',
      ...answering('application/octet-stream', 'The file as it was given'),
    })
    .input(z.object({ file: rowId })),
}
