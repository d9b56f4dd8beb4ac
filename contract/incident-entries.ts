import { z } from 'zod'
import { accountId, asApprover, asResponder, asViewer, count, flag, pageOf, paging, rowId } from './base.ts'
import {
  commentAnswer,
  conflictCause,
  connectionEvent,
  drill,
  fixPath,
  incident,
  incidentCharts,
  incidentFigures,
  incidentFilters,
  incidentId,
  incidentMember,
  incidentSummary,
  incidentTask,
  mergeCandidate,
  severity,
  timelineEntry,
} from './incidents.ts'
import { playbook, playbookSeen, steps } from './playbooks.ts'

const tags = ['Incidents']
const one = z.object({ id: incidentId })
const note = z.string().trim().min(3).max(4000)
const taskText = z.string().trim().min(1).max(300)

export const incidents = {
  list: asViewer
    .route({ method: 'GET', path: '/incidents', tags, summary: 'List incidents' })
    .input(incidentFilters.extend(paging))
    .output(pageOf(incidentSummary)),
  figures: asViewer
    .route({ method: 'GET', path: '/incidents/figures', tags, summary: 'Incidents in figures, exercises apart' })
    .input(z.object({ account: accountId.optional() }))
    .output(incidentFigures),
  get: asViewer
    .route({ method: 'GET', path: '/incidents/{id}', tags, summary: 'One incident' })
    .input(one)
    .output(incident),
  charts: asViewer
    .route({
      method: 'GET',
      path: '/incidents/{id}/charts',
      tags,
      summary: 'Its sessions, kicks per minute and intervals',
    })
    .input(one)
    .output(incidentCharts),
  events: asViewer
    .route({ method: 'GET', path: '/incidents/{id}/events', tags, summary: 'The records it rests on, newest first' })
    .input(one.extend(paging))
    .output(pageOf(connectionEvent)),
  timeline: asViewer
    .route({ method: 'GET', path: '/incidents/{id}/timeline', tags, summary: 'What happened, newest first' })
    .input(one.extend(paging))
    .output(pageOf(timelineEntry)),
  fix: asViewer
    .route({
      method: 'GET',
      path: '/incidents/{id}/fix',
      tags,
      summary: 'Which policy let it happen, and the narrow one',
    })
    .input(one)
    .output(fixPath),
  change: asResponder
    .route({ method: 'PATCH', path: '/incidents/{id}', tags, summary: 'Move, assign, tag or re-rate an incident' })
    .input(
      one.extend({
        state: z.enum(['triaged', 'resolved', 'closed', 'new']).optional(),
        assignee: z.string().max(64).nullable().optional(),
        tags: z.array(z.string().trim().min(1).max(60)).max(20).optional(),
        severity: z.object({ to: severity.nullable(), reason: note }).optional(),
        aware: flag.optional().describe('true: we became aware of it now; starts the 24 h and 72 h clocks'),
      }),
    )
    .output(incident),
  comment: asResponder
    .route({
      method: 'POST',
      path: '/incidents/{id}/comments',
      tags,
      summary: 'Comment; @ and a name, or what is before the @ of an address, mentions somebody',
      successStatus: 201,
    })
    .input(one.extend({ text: note }))
    .output(commentAnswer),
  dismiss: asResponder
    .route({ method: 'POST', path: '/incidents/{id}/dismissal', tags, summary: 'Dismiss for a time, with a reason' })
    .input(one.extend({ reason: note, days: z.number().int().min(1).max(365) }))
    .output(incident),
  merge: asResponder
    .route({ method: 'POST', path: '/incidents/{id}/merge', tags, summary: 'Join another incident to this one' })
    .input(one.extend({ other: incidentId }))
    .output(incident),
  unmerge: asResponder
    .route({
      method: 'POST',
      path: '/incidents/{id}/unmerge',
      tags,
      summary: 'Take it out of the incident it was joined to',
    })
    .input(one)
    .output(incident),
  candidates: asViewer
    .route({
      method: 'GET',
      path: '/incidents/{id}/candidates',
      tags,
      summary: 'Incidents it could be joined with, those of one actor first',
    })
    .input(one.extend({ search: z.string().trim().max(128).optional().describe('Part of a client ID, or a number') }))
    .output(z.array(mergeCandidate)),
  members: asViewer
    .route({
      method: 'GET',
      path: '/incidents/{id}/members',
      tags,
      summary: 'What is joined to it, the most kicks first',
    })
    .input(one.extend({ search: z.string().trim().max(128).optional().describe('Part of a client ID'), ...paging }))
    .output(pageOf(incidentMember).extend({ total: count })),
  addTask: asResponder
    .route({ method: 'POST', path: '/incidents/{id}/tasks', tags, summary: 'Add a task', successStatus: 201 })
    .input(one.extend({ text: taskText }))
    .output(incidentTask),
  setTask: asResponder
    .route({
      method: 'PATCH',
      path: '/incidents/{id}/tasks/{task}',
      tags,
      summary: 'Tick a task, or take the tick away',
    })
    .input(one.extend({ task: rowId, done: flag }))
    .output(incidentTask),
  setTasks: asResponder
    .route({ method: 'PUT', path: '/incidents/{id}/tasks', tags, summary: 'Reword, order, add and remove its tasks' })
    .input(
      one.extend({
        tasks: z
          .array(z.object({ id: rowId.optional().describe('None: a new one'), text: taskText }))
          .max(200)
          .describe('All of them, in their order; one that is left out is removed'),
        version: z.string().max(64).describe('The tasksVersion that was looked at'),
      }),
    )
    .output(incident),
  playbooks: asViewer
    .route({ method: 'GET', path: '/playbooks', tags, summary: 'The tasks per cause' })
    .output(z.array(playbook)),
  setPlaybook: asApprover
    .route({ method: 'PUT', path: '/playbooks/{cause}', tags, summary: 'Change the tasks of a cause' })
    .input(playbookSeen.extend({ steps }))
    .output(playbook),
  resetPlaybook: asApprover
    .route({
      method: 'POST',
      path: '/playbooks/{cause}/reset',
      tags,
      summary: 'Go back to the tasks that Fleetwarden comes with',
    })
    .input(playbookSeen)
    .output(playbook),
  startDrill: asResponder
    .route({
      method: 'POST',
      path: '/drills',
      tags,
      summary: 'Begin an exercise with a scenario of the simulator',
      successStatus: 201,
    })
    .input(z.object({ account: accountId, scenario: conflictCause }))
    .output(drill),
  drills: asViewer
    .route({ method: 'GET', path: '/drills', tags, summary: 'The latest exercises, newest first' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(drill)),
}
