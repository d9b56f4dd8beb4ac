'use client'

import { parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { PolicyDetail, PolicyVersion } from '#contract/policies.ts'
import { DiffView } from './diff-view.tsx'
import { DocumentView } from './document-view.tsx'

const parsers = { version: parseAsString, view: parseAsStringLiteral(['document', 'changes']) }

/** The default version's document, its siblings, and what sets each apart from the default. Both are in the URL. */
export function PolicyVersions({ policy }: { policy: PolicyDetail }) {
  const [{ version, view }, set] = useAddress(parsers)
  const versions = [...policy.allVersions].sort((a, b) => Number(b.versionId) - Number(a.versionId))
  const standard = versions.find(({ isDefault }) => isDefault)
  const shown = versions.find(({ versionId }) => versionId === version) ?? standard ?? versions[0]
  if (!shown)
    return (
      <Panel title="Document">
        <EmptyState title="Not read yet">Its document is unknown until the policy feed reaches it.</EmptyState>
      </Panel>
    )
  const comparable = standard && shown !== standard
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <Panel title="Versions" flush>
        <ul className="p-1.5">
          {versions.map((one) => (
            <li key={one.versionId}>
              <VersionButton
                version={one}
                current={one === shown}
                onShow={() => set({ version: one === standard ? null : one.versionId }, 'push')}
              />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel
        title={`Version ${shown.versionId}`}
        note={shown.isDefault ? 'The one in force' : 'Not in force'}
        flush
        actions={
          comparable ? (
            <Segmented
              label="Show"
              name="view"
              value={view ?? 'document'}
              onChange={(next) => set({ view: next === 'changes' ? next : null }, 'push')}
              options={[
                { value: 'document', label: 'Document' },
                { value: 'changes', label: `Compared with default (${standard.versionId})` },
              ]}
            />
          ) : null
        }
      >
        {comparable && view === 'changes' ? (
          <DiffView
            label={`From the default version ${standard.versionId} to version ${shown.versionId}`}
            before={standard.document}
            after={shown.document}
          />
        ) : (
          <DocumentView label={`Document of version ${shown.versionId}`} document={shown.document} />
        )}
      </Panel>
    </div>
  )
}

function VersionButton({ version, current, onShow }: VersionButtonProps) {
  const { versionId, isDefault, createdAt, parses, goneAt } = version
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={onShow}
      className={cx(
        'block w-full rounded-md px-2 py-1 text-left hover:bg-hover',
        current && 'bg-selected hover:bg-selected',
      )}
    >
      <span className="flex flex-wrap items-center gap-2">
        <span className={current ? 'font-medium' : undefined}>Version {versionId}</span>
        {isDefault ? <Badge tone="accent">Default</Badge> : null}
        {goneAt ? <Badge tone="unknown">Deleted</Badge> : null}
        {parses ? null : <Badge tone="attention">Not JSON</Badge>}
      </span>
      <span className="block text-xs text-muted">
        created <RelativeTime at={createdAt} never="at an unknown time" />
      </span>
    </button>
  )
}
type VersionButtonProps = { version: PolicyVersion; current: boolean; onShow: () => void }
