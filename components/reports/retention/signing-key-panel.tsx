'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Panel } from '#components/ui/panel.tsx'

/** The public half of the key that seals bundles: to be handed to those who verify them, by another way. */
export function SigningKeyPanel() {
  const query = useQuery(api.reports.signingKey.queryOptions())
  return (
    <Panel title="Key that seals reports" loading={query.isPending} failed={failureOf(query, 'The key')}>
      {query.data ? (
        <div className="flex flex-col gap-3">
          <KeyValueList
            items={[
              { label: 'Key ID', value: <span className="mono break-all">{query.data.keyId}</span> },
              { label: 'Private half', value: query.data.from },
            ]}
          />
          <p className="text-pretty text-muted">
            Give the public key to those who verify reports by another way than the reports themselves, and compare the
            key ID with them.
          </p>
          <CodeBlock label="public key" value={query.data.publicKey} />
        </div>
      ) : null}
    </Panel>
  )
}
