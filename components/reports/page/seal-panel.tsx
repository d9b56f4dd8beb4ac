import { CodeBlock } from '#components/ui/code-block.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import type { Report } from '#contract/reports.ts'

/** What proves that a bundle is what was sealed, and how to check it without this console or its database. */
export function SealPanel({ report: { sha256, keyId } }: { report: Report }) {
  return (
    <Panel title="Seal">
      <div className="flex flex-col gap-3">
        <KeyValueList
          items={[
            {
              label: 'SHA-256 of the bundle',
              value: sha256 ? <span className="mono break-all">{sha256}</span> : 'Told when it is downloaded',
            },
            {
              label: 'Signed with key',
              value: keyId ? <span className="mono break-all">{keyId}</span> : undefined,
            },
          ]}
        />
        <p className="text-pretty text-muted">
          Whoever receives the bundle checks it in a copy of Fleetwarden’s source, offline. Every file that was changed,
          is missing or was added is named. Give them the{' '}
          <Link href={links.retention()} className="text-accent underline">
            public key
          </Link>{' '}
          by another way than the bundle.
        </p>
        <CodeBlock label="command that verifies" value="npm run verify-report -- BUNDLE.zip --key KEY.pem" />
      </div>
    </Panel>
  )
}
