import { aggregations } from './aggregations.ts'
import { auditConfiguration } from './audit-configuration.ts'
import { auditFindings } from './audit-findings.ts'
import { auditSchedules } from './audit-schedules.ts'
import { auditSuppressions } from './audit-suppressions.ts'
import { auditTasks } from './audit-tasks.ts'
import { billingGroups } from './billing-groups.ts'
import { caCertificates } from './ca-certificates.ts'
import { certificateChanges } from './certificate-changes.ts'
import { certificateIssuing } from './certificate-issuing.ts'
import { certificates } from './certificates.ts'
import { commands } from './commands.ts'
import { violations } from './detect.ts'
import { domains } from './domains.ts'
import { endpoint } from './endpoint.ts'
import { eventConfigurations } from './event-configurations.ts'
import { groupMemberships } from './group-memberships.ts'
import type { IotHandlers } from './handlers.ts'
import { indexing } from './indexing.ts'
import { jobChanges } from './job-changes.ts'
import { jobs } from './jobs.ts'
import { logging } from './logging.ts'
import { mitigationActions } from './mitigation-actions.ts'
import { mitigationTasks } from './mitigation-tasks.ts'
import { packages } from './packages.ts'
import { policies } from './policies.ts'
import { policyTargets } from './policy-targets.ts'
import { policyVersions } from './policy-versions.ts'
import { principals } from './principals.ts'
import { provisioningTemplates } from './provisioning-templates.ts'
import { roleAliases } from './role-aliases.ts'
import { search } from './search.ts'
import { securityProfiles } from './security-profiles.ts'
import { testAuthorization } from './test-authorization.ts'
import { thingChanges } from './thing-changes.ts'
import { thingGroupChanges } from './thing-group-changes.ts'
import { thingGroups } from './thing-groups.ts'
import { thingTypes } from './thing-types.ts'
import { things } from './things.ts'

/** Every IoT operation that is simulated. */
export const iotOperations: IotHandlers = {
  ...things,
  ...thingChanges,
  ...thingTypes,
  ...thingGroups,
  ...thingGroupChanges,
  ...groupMemberships,
  ...billingGroups,
  ...principals,
  ...certificates,
  ...certificateChanges,
  ...certificateIssuing,
  ...caCertificates,
  ...policies,
  ...policyVersions,
  ...policyTargets,
  ...indexing,
  ...search,
  ...aggregations,
  ...jobs,
  ...jobChanges,
  ...packages,
  ...commands,
  ...logging,
  ...auditConfiguration,
  ...auditTasks,
  ...auditFindings,
  ...auditSchedules,
  ...auditSuppressions,
  ...mitigationActions,
  ...mitigationTasks,
  ...violations,
  ...securityProfiles,
  ...testAuthorization,
  ...roleAliases,
  ...domains,
  ...provisioningTemplates,
  ...eventConfigurations,
  ...endpoint,
}
