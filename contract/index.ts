import { accounts } from './accounts.ts'
import { activity } from './activity.ts'
import { audits } from './audit-entries.ts'
import { behaviours } from './behaviours.ts'
import { caCertificates } from './ca-certificates.ts'
import { certificates } from './certificates.ts'
import { deployments } from './deployment-entries.ts'
import { findings } from './finding-entries.ts'
import { incidents } from './incident-entries.ts'
import { incidentRules } from './incident-rules.ts'
import { notifications } from './notifications.ts'
import { overviewEntry } from './overview.ts'
import { apiTokens, me, people, savedViews, setup } from './people.ts'
import { policies } from './policies.ts'
import { reports } from './reports.ts'
import { response } from './response-entries.ts'
import { responseSettings } from './response-settings.ts'
import { search } from './search.ts'
import { sync } from './sync.ts'
import { things } from './things.ts'

/** The whole HTTP API: what the console itself uses, the permission matrix, and the source of the OpenAPI document. */
export const api = {
  overview: overviewEntry,
  things,
  certificates,
  caCertificates,
  policies,
  search,
  sync,
  accounts,
  activity,
  response,
  responseSettings,
  incidents,
  incidentRules,
  findings,
  audits,
  behaviours,
  deployments,
  reports,
  notifications,
  me,
  apiTokens,
  savedViews,
  people,
  setup,
}
