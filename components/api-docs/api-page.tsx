'use client'

import { useQuery } from '@tanstack/react-query'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import { EntryDetails } from './entry-details.tsx'
import { byTag, type OpenApi } from './openapi.ts'

/** The description's only Markdown: words between backticks are code. */
function withCode(text: string) {
  return text.split('`').map((part, at) =>
    at % 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of an immutable text
      <code key={at} className="mono">
        {part}
      </code>
    ) : (
      part
    ),
  )
}

async function fetchDocument(): Promise<OpenApi> {
  const response = await fetch('/api/openapi.json')
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return response.json()
}

/** The HTTP API, read from the document that the server makes of its contract. */
export function ApiPage() {
  const document = useQuery({ queryKey: ['openapi'], queryFn: fetchDocument, staleTime: Number.POSITIVE_INFINITY })
  return (
    <SettingsFrame current={links.apiDocs()}>
      <Panel
        title="The API"
        actions={
          <LinkButton size="sm" href="/api/openapi.json">
            OpenAPI document
          </LinkButton>
        }
      >
        <p className="mb-3 max-w-prose text-muted">
          {withCode(document.data?.info.description ?? 'Everything the console does, over plain HTTP and JSON.')}
        </p>
        <CodeBlock
          label="Example request"
          value={
            'curl -H "Authorization: Bearer $FLEETWARDEN_TOKEN" \\\n  "$FLEETWARDEN_URL/api/things?health=expired&limit=10"'
          }
        />
      </Panel>
      {document.data ? (
        byTag(document.data).map(([tag, entries]) => (
          <Panel key={tag} title={tag} note={plural(entries.length, 'endpoint')} flush>
            {entries.map((entry) => (
              <EntryDetails key={`${entry.method} ${entry.path}`} entry={entry} />
            ))}
          </Panel>
        ))
      ) : (
        <Panel title="Endpoints" loading={document.isPending} failed={failureOf(document, 'The document')} />
      )}
    </SettingsFrame>
  )
}
