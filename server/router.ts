import { createAccount, updateAccount } from './accounts/commands.ts'
import { listAccounts } from './accounts/queries.ts'
import { requestVerification } from './activity/commands.ts'
import { activityChoices, getActivity, listActivity } from './activity/queries.ts'
import { trailState } from './activity/state.ts'
import { removeProfile, saveProfile } from './behaviours/commands/profiles.ts'
import { verifyViolation } from './behaviours/commands/verify.ts'
import { behaviourFigures } from './behaviours/queries/figures.ts'
import { previewBehaviour } from './behaviours/queries/preview.ts'
import { listProfiles } from './behaviours/queries/profiles.ts'
import { metricSeries } from './behaviours/queries/series.ts'
import { listSilent } from './behaviours/queries/silent.ts'
import { listViolations, readViolation } from './behaviours/queries/violations.ts'
import { caCertificateHistory, getCaCertificate, listCaCertificates } from './credentials/queries/ca-certificates.ts'
import { certificateBreakdown } from './credentials/queries/certificate-breakdown.ts'
import { certificateTimeline } from './credentials/queries/certificate-timeline.ts'
import { countCertificates } from './credentials/queries/count-certificates.ts'
import { certificateHistory, getCertificate } from './credentials/queries/get-certificate.ts'
import { listCertificates } from './credentials/queries/list-certificates.ts'
import { setIntended } from './deployments/commands/intended.ts'
import { setThresholds, setTypeThresholds, setUnsupported } from './deployments/commands/settings.ts'
import { setUnupdatable } from './deployments/commands/unupdatable.ts'
import { listDrift } from './deployments/queries/drift.ts'
import { listExecutions } from './deployments/queries/executions.ts'
import { deploymentFigures } from './deployments/queries/figures.ts'
import { getDeployment } from './deployments/queries/get.ts'
import { listIntended } from './deployments/queries/intended.ts'
import { listDeployments } from './deployments/queries/list.ts'
import { deploymentSettings } from './deployments/queries/settings.ts'
import { softwareInventory } from './deployments/queries/software.ts'
import { softwareOfThing } from './deployments/queries/thing-software.ts'
import { listUnupdatable } from './deployments/queries/unupdatable.ts'
import { assignFindings } from './findings/commands/assign.ts'
import { commentOnFinding } from './findings/commands/comment.ts'
import { decideSuppression, endSuppression } from './findings/commands/decide-suppression.ts'
import { linkIncident } from './findings/commands/link-incident.ts'
import { setCheck } from './findings/commands/set-check.ts'
import { startAudit } from './findings/commands/start-audit.ts'
import { suppress, suppressSelected } from './findings/commands/suppress.ts'
import { removeIncidentRule, saveIncidentRule } from './findings/incident-rules/commands.ts'
import { previewIncidentRule } from './findings/incident-rules/preview.ts'
import { listIncidentRules } from './findings/incident-rules/queries.ts'
import { listCheckGroups } from './findings/queries/check-groups.ts'
import { listCheckSettings } from './findings/queries/check-settings.ts'
import { listCoverage } from './findings/queries/coverage.ts'
import { findingFigures } from './findings/queries/figures.ts'
import { getFinding } from './findings/queries/get-finding.ts'
import { listAudits } from './findings/queries/list-audits.ts'
import { countFindings, listFindings } from './findings/queries/list-findings.ts'
import { listMitigations } from './findings/queries/list-mitigations.ts'
import { listSuppressions, previewSuppression } from './findings/queries/suppressions.ts'
import { countThings } from './fleet/queries/count-things.ts'
import { getThing, thingHistory } from './fleet/queries/get-thing.ts'
import { listThings } from './fleet/queries/list-things.ts'
import { thingFacets } from './fleet/queries/thing-facets.ts'
import { changeIncident } from './incidents/commands/change-incident.ts'
import { commentOn } from './incidents/commands/comment.ts'
import { dismissIncident } from './incidents/commands/dismiss.ts'
import { mergeIncident, unmergeIncident } from './incidents/commands/merge.ts'
import { resetPlaybook, setPlaybook } from './incidents/commands/set-playbook.ts'
import { setTasks } from './incidents/commands/set-tasks.ts'
import { startDrill } from './incidents/commands/start-drill.ts'
import { addTask, setTask } from './incidents/commands/tasks.ts'
import { listDrills } from './incidents/queries/drills.ts'
import { getFigures } from './incidents/queries/figures.ts'
import { getCharts } from './incidents/queries/get-charts.ts'
import { getFix } from './incidents/queries/get-fix.ts'
import { getIncident } from './incidents/queries/get-incident.ts'
import { listIncidents } from './incidents/queries/list-incidents.ts'
import { listMembers } from './incidents/queries/members.ts'
import { mergeCandidates } from './incidents/queries/merge-candidates.ts'
import { listPlaybooks } from './incidents/queries/playbooks.ts'
import { listEvents } from './incidents/queries/records.ts'
import { listTimeline } from './incidents/queries/timeline.ts'
import { createChannel, removeChannel, updateChannel } from './notifications/commands/channels.ts'
import { removeRule, saveRule } from './notifications/commands/rules.ts'
import { testChannel } from './notifications/commands/test-channel.ts'
import { listChannels, listDeliveries, listRules } from './notifications/queries.ts'
import { getOverview } from './overview/get-overview.ts'
import { thingAttention } from './overview/thing/thing-attention.ts'
import { createApiToken, removeView, revokeApiToken, revokeSession, saveView } from './people/commands/mine.ts'
import { setTemporaryPassword } from './people/commands/passwords.ts'
import { createPerson, updatePerson } from './people/commands/people.ts'
import { listNames } from './people/names.ts'
import { getMe, listApiTokens, listPeople, listSavedViews, listSessions, setupState } from './people/queries.ts'
import { claimSetup } from './people/setup.ts'
import { on } from './platform/api/procedures.ts'
import { askMayDo, capabilitiesOfCertificate, capabilitiesOfThing } from './policies/capabilities/queries.ts'
import { getJudgement } from './policies/judge/get-judgement.ts'
import { countPolicies, getPolicy, listPolicies, policyHistory } from './policies/queries.ts'
import { policyTargets } from './policies/targets.ts'
import { attestControl } from './reports/commands/attest.ts'
import { removeReport } from './reports/commands/remove-report.ts'
import { requestReport } from './reports/commands/request-report.ts'
import { withdrawAttestation } from './reports/commands/withdraw.ts'
import { compareReports } from './reports/queries/compare.ts'
import { getControl, listControls, listFrameworks } from './reports/queries/controls.ts'
import { getReport, listReports } from './reports/queries/reports.ts'
import { getSigningKey } from './reports/queries/signing-key.ts'
import { listRetention, setRetention } from './reports/retention/settings.ts'
import { addSchedule, removeSchedule, setSchedule } from './reports/schedules/commands.ts'
import { listSchedules } from './reports/schedules/queries.ts'
import { cancelRun } from './response/commands/cancel-run.ts'
import { decideRun } from './response/commands/decide-run.ts'
import { retryRun, undoRun } from './response/commands/follow-up.ts'
import { planRun } from './response/commands/plan-run.ts'
import { recheckRun } from './response/commands/recheck-run.ts'
import { replanRun } from './response/commands/replan-run.ts'
import { requestRun } from './response/commands/request-run.ts'
import { setGuards } from './response/commands/set-guards.ts'
import { setResponder } from './response/commands/set-responder.ts'
import { readGuards } from './response/guards/settings.ts'
import { getRun } from './response/queries/get-run.ts'
import { listRuns as listResponseRuns } from './response/queries/list-runs.ts'
import { listResponders } from './response/queries/responders.ts'
import { responseOverview } from './response/queries/response-overview.ts'
import { listTargets } from './response/queries/run-targets.ts'
import { find } from './search/queries.ts'
import { requestSync } from './sync/commands.ts'
import { listFeeds, listRuns } from './sync/queries.ts'
import { workerSilentSince } from './sync/worker-seen.ts'

/** Every contract entry and the query or command that answers it. */
export const router = on.router({
  overview: {
    get: on.overview.get.handler(({ context, input }) => getOverview(context, input)),
    thing: on.overview.thing.handler(({ context, input }) => thingAttention(context, input)),
  },
  things: {
    list: on.things.list.handler(({ context, input }) => listThings(context, input)),
    count: on.things.count.handler(({ context, input }) => countThings(context, input)),
    facets: on.things.facets.handler(({ context, input }) => thingFacets(context, input)),
    get: on.things.get.handler(({ context, input }) => getThing(context, input)),
    history: on.things.history.handler(({ context, input }) => thingHistory(context, input)),
  },
  certificates: {
    list: on.certificates.list.handler(({ context, input }) => listCertificates(context, input)),
    count: on.certificates.count.handler(({ context, input }) => countCertificates(context, input)),
    timeline: on.certificates.timeline.handler(({ context, input }) => certificateTimeline(context, input)),
    breakdown: on.certificates.breakdown.handler(({ context, input }) => certificateBreakdown(context, input)),
    get: on.certificates.get.handler(({ context, input }) => getCertificate(context, input)),
    history: on.certificates.history.handler(({ context, input }) => certificateHistory(context, input)),
  },
  caCertificates: {
    list: on.caCertificates.list.handler(({ context, input }) => listCaCertificates(context, input)),
    get: on.caCertificates.get.handler(({ context, input }) => getCaCertificate(context, input)),
    history: on.caCertificates.history.handler(({ context, input }) => caCertificateHistory(context, input)),
  },
  policies: {
    list: on.policies.list.handler(({ context, input }) => listPolicies(context, input)),
    count: on.policies.count.handler(({ context, input }) => countPolicies(context, input)),
    get: on.policies.get.handler(({ context, input }) => getPolicy(context, input)),
    targets: on.policies.targets.handler(({ context, input }) => policyTargets(context, input)),
    judgement: on.policies.judgement.handler(({ context, input }) => getJudgement(context, input)),
    ofThing: on.policies.ofThing.handler(({ context, input }) => capabilitiesOfThing(context, input)),
    ofCertificate: on.policies.ofCertificate.handler(({ context, input }) => capabilitiesOfCertificate(context, input)),
    mayDo: on.policies.mayDo.handler(({ context, input }) => askMayDo(context, input)),
    history: on.policies.history.handler(({ context, input }) => policyHistory(context, input)),
  },
  search: { find: on.search.find.handler(({ context, input }) => find(context, input)) },
  sync: {
    feeds: on.sync.feeds.handler(({ context, input }) => listFeeds(context, input)),
    worker: on.sync.worker.handler(async ({ context }) => ({
      silentSince: (await workerSilentSince(context))?.toISOString() ?? null,
    })),
    runs: on.sync.runs.handler(({ context, input }) => listRuns(context, input)),
    request: on.sync.request.handler(({ context, input }) => requestSync(context, input)),
  },
  accounts: {
    list: on.accounts.list.handler(({ context }) => listAccounts(context)),
    create: on.accounts.create.handler(({ context, input }) => createAccount(context, input)),
    update: on.accounts.update.handler(({ context, input }) => updateAccount(context, input)),
  },
  activity: {
    list: on.activity.list.handler(({ context, input }) => listActivity(context, input)),
    get: on.activity.get.handler(({ context, input }) => getActivity(context, input)),
    choices: on.activity.choices.handler(({ context }) => activityChoices(context)),
    state: on.activity.state.handler(({ context }) => trailState(context)),
    verify: on.activity.verify.handler(({ context }) => requestVerification(context)),
  },
  response: {
    overview: on.response.overview.handler(({ context, input }) => responseOverview(context, input)),
    plan: on.response.plan.handler(({ context, input }) => planRun(context, input)),
    list: on.response.list.handler(({ context, input }) => listResponseRuns(context, input)),
    get: on.response.get.handler(({ context, input }) => getRun(context, input)),
    targets: on.response.targets.handler(({ context, input }) => listTargets(context, input)),
    replan: on.response.replan.handler(({ context, input }) => replanRun(context, input)),
    request: on.response.request.handler(({ context, input }) => requestRun(context, input)),
    recheck: on.response.recheck.handler(({ context, input }) => recheckRun(context, input)),
    decide: on.response.decide.handler(({ context, input }) => decideRun(context, input)),
    cancel: on.response.cancel.handler(({ context, input }) => cancelRun(context, input)),
    retry: on.response.retry.handler(({ context, input }) => retryRun(context, input)),
    undo: on.response.undo.handler(({ context, input }) => undoRun(context, input)),
  },
  responseSettings: {
    guards: on.responseSettings.guards.handler(({ context }) => readGuards(context.database.pool)),
    setGuards: on.responseSettings.setGuards.handler(({ context, input }) => setGuards(context, input)),
    responders: on.responseSettings.responders.handler(({ context }) => listResponders(context)),
    setResponder: on.responseSettings.setResponder.handler(({ context, input }) => setResponder(context, input)),
  },
  findings: {
    list: on.findings.list.handler(({ context, input }) => listFindings(context, input)),
    count: on.findings.count.handler(({ context, input }) => countFindings(context, input)),
    checks: on.findings.checks.handler(({ context, input }) => listCheckGroups(context, input)),
    figures: on.findings.figures.handler(({ context, input }) => findingFigures(context, input)),
    coverage: on.findings.coverage.handler(({ context, input }) => listCoverage(context, input)),
    get: on.findings.get.handler(({ context, input }) => getFinding(context, input)),
    comment: on.findings.comment.handler(({ context, input }) => commentOnFinding(context, input)),
    linkIncident: on.findings.linkIncident.handler(({ context, input }) => linkIncident(context, input)),
    assign: on.findings.assign.handler(({ context, input }) => assignFindings(context, input)),
    suppressions: on.findings.suppressions.handler(({ context, input }) => listSuppressions(context, input)),
    previewSuppression: on.findings.previewSuppression.handler(({ context, input }) =>
      previewSuppression(context, input),
    ),
    suppress: on.findings.suppress.handler(({ context, input }) => suppress(context, input)),
    suppressSelected: on.findings.suppressSelected.handler(({ context, input }) => suppressSelected(context, input)),
    decideSuppression: on.findings.decideSuppression.handler(({ context, input }) => decideSuppression(context, input)),
    endSuppression: on.findings.endSuppression.handler(({ context, input }) => endSuppression(context, input)),
    settings: on.findings.settings.handler(({ context }) => listCheckSettings(context)),
    setCheck: on.findings.setCheck.handler(({ context, input }) => setCheck(context, input)),
  },
  behaviours: {
    profiles: on.behaviours.profiles.handler(({ context }) => listProfiles(context)),
    saveProfile: on.behaviours.saveProfile.handler(({ context, input }) => saveProfile(context, input)),
    removeProfile: on.behaviours.removeProfile.handler(({ context, input }) => removeProfile(context, input)),
    previewBehaviour: on.behaviours.previewBehaviour.handler(({ context, input }) => previewBehaviour(context, input)),
    violations: on.behaviours.violations.handler(({ context, input }) => listViolations(context, input)),
    violation: on.behaviours.violation.handler(({ context, input }) => readViolation(context.database.pool, input.id)),
    verify: on.behaviours.verify.handler(({ context, input }) => verifyViolation(context, input)),
    series: on.behaviours.series.handler(({ context, input }) => metricSeries(context, input)),
    silent: on.behaviours.silent.handler(({ context, input }) => listSilent(context, input)),
    figures: on.behaviours.figures.handler(({ context, input }) => behaviourFigures(context, input)),
  },
  deployments: {
    list: on.deployments.list.handler(({ context, input }) => listDeployments(context, input)),
    figures: on.deployments.figures.handler(({ context, input }) => deploymentFigures(context, input)),
    settings: on.deployments.settings.handler(({ context }) => deploymentSettings(context.database.pool)),
    setThresholds: on.deployments.setThresholds.handler(({ context, input }) => setThresholds(context, input)),
    setTypeThresholds: on.deployments.setTypeThresholds.handler(({ context, input }) =>
      setTypeThresholds(context, input),
    ),
    setUnsupported: on.deployments.setUnsupported.handler(({ context, input }) => setUnsupported(context, input)),
    get: on.deployments.get.handler(({ context, input }) => getDeployment(context, input)),
    executions: on.deployments.executions.handler(({ context, input }) => listExecutions(context, input)),
    software: on.deployments.software.handler(({ context, input }) => softwareInventory(context, input)),
    ofThing: on.deployments.ofThing.handler(({ context, input }) => softwareOfThing(context, input)),
    drift: on.deployments.drift.handler(({ context, input }) => listDrift(context, input)),
    intended: on.deployments.intended.handler(({ context, input }) => listIntended(context, input)),
    setIntended: on.deployments.setIntended.handler(({ context, input }) => setIntended(context, input)),
    unupdatable: on.deployments.unupdatable.handler(({ context, input }) => listUnupdatable(context, input)),
    setUnupdatable: on.deployments.setUnupdatable.handler(({ context, input }) => setUnupdatable(context, input)),
  },
  audits: {
    list: on.audits.list.handler(({ context, input }) => listAudits(context, input)),
    start: on.audits.start.handler(({ context, input }) => startAudit(context, input)),
    mitigations: on.audits.mitigations.handler(({ context, input }) => listMitigations(context, input)),
  },
  incidents: {
    list: on.incidents.list.handler(({ context, input }) => listIncidents(context, input)),
    figures: on.incidents.figures.handler(({ context, input }) => getFigures(context, input)),
    get: on.incidents.get.handler(({ context, input }) => getIncident(context, input)),
    charts: on.incidents.charts.handler(({ context, input }) => getCharts(context, input)),
    events: on.incidents.events.handler(({ context, input }) => listEvents(context, input)),
    timeline: on.incidents.timeline.handler(({ context, input }) => listTimeline(context, input)),
    fix: on.incidents.fix.handler(({ context, input }) => getFix(context, input)),
    change: on.incidents.change.handler(({ context, input }) => changeIncident(context, input)),
    comment: on.incidents.comment.handler(({ context, input }) => commentOn(context, input)),
    dismiss: on.incidents.dismiss.handler(({ context, input }) => dismissIncident(context, input)),
    merge: on.incidents.merge.handler(({ context, input }) => mergeIncident(context, input)),
    unmerge: on.incidents.unmerge.handler(({ context, input }) => unmergeIncident(context, input)),
    candidates: on.incidents.candidates.handler(({ context, input }) => mergeCandidates(context, input)),
    members: on.incidents.members.handler(({ context, input }) => listMembers(context, input)),
    addTask: on.incidents.addTask.handler(({ context, input }) => addTask(context, input)),
    setTask: on.incidents.setTask.handler(({ context, input }) => setTask(context, input)),
    setTasks: on.incidents.setTasks.handler(({ context, input }) => setTasks(context, input)),
    playbooks: on.incidents.playbooks.handler(({ context }) => listPlaybooks(context)),
    setPlaybook: on.incidents.setPlaybook.handler(({ context, input }) => setPlaybook(context, input)),
    resetPlaybook: on.incidents.resetPlaybook.handler(({ context, input }) => resetPlaybook(context, input)),
    startDrill: on.incidents.startDrill.handler(({ context, input }) => startDrill(context, input)),
    drills: on.incidents.drills.handler(({ context, input }) => listDrills(context, input)),
  },
  incidentRules: {
    list: on.incidentRules.list.handler(({ context }) => listIncidentRules(context)),
    preview: on.incidentRules.preview.handler(({ context, input }) => previewIncidentRule(context, input)),
    save: on.incidentRules.save.handler(({ context, input }) => saveIncidentRule(context, input)),
    remove: on.incidentRules.remove.handler(({ context, input }) => removeIncidentRule(context, input)),
  },
  reports: {
    controls: on.reports.controls.handler(({ context, input }) => listControls(context, input)),
    frameworks: on.reports.frameworks.handler(({ context, input }) => listFrameworks(context, input)),
    control: on.reports.control.handler(({ context, input }) => getControl(context, input)),
    attest: on.reports.attest.handler(({ context, input }) => attestControl(context, input)),
    withdraw: on.reports.withdraw.handler(({ context, input }) => withdrawAttestation(context, input)),
    list: on.reports.list.handler(({ context, input }) => listReports(context, input)),
    request: on.reports.request.handler(({ context, input }) => requestReport(context, input)),
    get: on.reports.get.handler(({ context, input }) => getReport(context, input)),
    remove: on.reports.remove.handler(({ context, input }) => removeReport(context, input)),
    compare: on.reports.compare.handler(({ context, input }) => compareReports(context, input)),
    schedules: on.reports.schedules.handler(({ context }) => listSchedules(context.database.pool)),
    addSchedule: on.reports.addSchedule.handler(({ context, input }) => addSchedule(context, input)),
    setSchedule: on.reports.setSchedule.handler(({ context, input }) => setSchedule(context, input)),
    removeSchedule: on.reports.removeSchedule.handler(({ context, input }) => removeSchedule(context, input)),
    retention: on.reports.retention.handler(({ context }) => listRetention(context.database.pool)),
    setRetention: on.reports.setRetention.handler(({ context, input }) => setRetention(context, input)),
    signingKey: on.reports.signingKey.handler(({ context }) => getSigningKey(context)),
  },
  notifications: {
    channels: on.notifications.channels.handler(({ context }) => listChannels(context)),
    createChannel: on.notifications.createChannel.handler(({ context, input }) => createChannel(context, input)),
    updateChannel: on.notifications.updateChannel.handler(({ context, input }) => updateChannel(context, input)),
    removeChannel: on.notifications.removeChannel.handler(({ context, input }) => removeChannel(context, input)),
    testChannel: on.notifications.testChannel.handler(({ context, input }) => testChannel(context, input)),
    rules: on.notifications.rules.handler(({ context }) => listRules(context)),
    saveRule: on.notifications.saveRule.handler(({ context, input }) => saveRule(context, input)),
    removeRule: on.notifications.removeRule.handler(({ context, input }) => removeRule(context, input)),
    deliveries: on.notifications.deliveries.handler(({ context, input }) => listDeliveries(context, input)),
  },
  me: {
    get: on.me.get.handler(({ context }) => getMe(context)),
    sessions: on.me.sessions.handler(({ context }) => listSessions(context)),
    revokeSession: on.me.revokeSession.handler(({ context, input }) => revokeSession(context, input)),
  },
  apiTokens: {
    list: on.apiTokens.list.handler(({ context }) => listApiTokens(context)),
    create: on.apiTokens.create.handler(({ context, input }) => createApiToken(context, input)),
    revoke: on.apiTokens.revoke.handler(({ context, input }) => revokeApiToken(context, input)),
  },
  savedViews: {
    list: on.savedViews.list.handler(({ context, input }) => listSavedViews(context, input)),
    save: on.savedViews.save.handler(({ context, input }) => saveView(context, input)),
    remove: on.savedViews.remove.handler(({ context, input }) => removeView(context, input)),
  },
  people: {
    names: on.people.names.handler(({ context, input }) => listNames(context, input)),
    list: on.people.list.handler(({ context }) => listPeople(context)),
    create: on.people.create.handler(({ context, input }) => createPerson(context, input)),
    update: on.people.update.handler(({ context, input }) => updatePerson(context, input)),
    setPassword: on.people.setPassword.handler(({ context, input }) => setTemporaryPassword(context, input)),
  },
  setup: {
    state: on.setup.state.handler(({ context }) => setupState(context)),
    claim: on.setup.claim.handler(({ context, input }) => claimSetup(context, input)),
  },
})
