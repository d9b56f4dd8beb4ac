import type { Sql } from '#server/platform/db.ts'
import type { FactsByKind } from '../facts.ts'
import { loadCaCertificates } from '../load/ca-certificates.ts'
import { loadCertificates } from '../load/certificates.ts'
import { loadPolicies } from '../load/policies.ts'
import { loadThings } from '../load/things.ts'
import type { Of, Which } from '../load/which.ts'

/** Kinds of resources that have rows of their own and may be a million; they are judged in batches of row ids. */
export type ManyKind = 'certificate' | 'ca-certificate' | 'thing' | 'policy'

type Loader<Kind extends ManyKind> = (sql: Sql, of: Of, which: Which, now: Date) => Promise<FactsByKind[Kind][]>

/** How the facts of each are loaded, one statement to a batch, and where dates are that only time overtakes. */
export const many: { [Kind in ManyKind]: { load: Loader<Kind>; dates: { table: string; id: string; live: string } } } =
  {
    'ca-certificate': {
      load: loadCaCertificates,
      dates: { table: 'ca_certificates', id: 'id', live: 'gone_at IS NULL' },
    },
    certificate: { load: loadCertificates, dates: { table: 'certificates', id: 'id', live: 'gone_at IS NULL' } },
    policy: { load: loadPolicies, dates: { table: 'policies', id: 'id', live: 'gone_at IS NULL' } },
    // Of a thing, dates that matter are its presence's.
    thing: {
      load: loadThings,
      dates: { table: 'presence', id: 'thing_row_id', live: 'NOT connected AND since IS NOT NULL' },
    },
  }
