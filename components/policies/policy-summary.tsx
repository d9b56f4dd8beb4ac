'use client'

import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { PolicyDetail } from '#contract/policies.ts'
import { DocumentView } from './document-view.tsx'
import { TargetCount } from './target-count.tsx'

/** The drawer's view: how far a policy reaches, and its default document. */
export function PolicySummary({ policy }: { policy: PolicyDetail }) {
  const shown = policy.allVersions.find(({ isDefault }) => isDefault)
  return (
    <div className="flex flex-col gap-4">
      <KeyValueList
        items={[
          { label: 'Attached to', value: <TargetCount policy={policy} /> },
          { label: 'Default version', value: policy.defaultVersionId },
          { label: 'Versions', value: policy.versions },
          { label: 'Last modified', value: <RelativeTime at={policy.lastModifiedAt} never="unknown" /> },
        ]}
      />
      <section>
        <h3 className="mb-1.5 text-xs font-semibold text-muted">Default version</h3>
        {shown ? (
          <div className="overflow-hidden rounded-md border border-line">
            <DocumentView label="Default version of the policy" document={shown.document} />
          </div>
        ) : (
          <p className="text-unknown">Its document has not been read yet.</p>
        )}
      </section>
    </div>
  )
}
