'use client'

import { CodeBlock } from '#components/ui/code-block.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Deployment } from '#contract/deployments.ts'

/** The document that devices get, printed to be read, with its copy. */
export function DocumentPanel({ deployment: { kind, document, seenAt } }: { deployment: Deployment }) {
  return (
    <Panel title="Document" note="As devices get it" freshness={{ at: seenAt }}>
      {document ? (
        <CodeBlock label="Document" value={readable(document)} />
      ) : (
        <EmptyState title="No document was read">
          {kind === 'greengrass'
            ? 'Greengrass makes a core’s document of the components.'
            : 'It may be kept in S3, which is not read, or reading it is not permitted.'}
        </EmptyState>
      )}
    </Panel>
  )
}

function readable(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch {
    return document
  }
}
