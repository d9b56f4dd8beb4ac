'use client'

import { Table2, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ThingDetail } from '#contract/things.ts'
import { GraphDrawing } from './graph-drawing.tsx'
import { GraphTable } from './graph-table.tsx'
import { identityGraph } from './identity-graph.ts'
import { columnLayout, treeLayout } from './layout.ts'

/** Who this thing is to AWS IoT, drawn; `t` switches to the same as a table. */
export function IdentityPanel({ thing }: { thing: ThingDetail }) {
  const [asTable, setAsTable] = useState(false)
  const graph = identityGraph(thing)
  const label = `Identity of ${thing.name}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the button inside
    <div
      className="min-w-0"
      onKeyDown={(event) => {
        if (event.key === 't' && !event.metaKey && !event.ctrlKey && !event.altKey) setAsTable(!asTable)
      }}
    >
      <Panel
        title="Identity"
        note="What lets it in, and what it may then do"
        actions={
          <IconButton
            size="sm"
            label={asTable ? 'Show as graph (t)' : 'Show as table (t)'}
            aria-pressed={asTable}
            icon={
              asTable ? <Waypoints aria-hidden className="size-3.5" /> : <Table2 aria-hidden className="size-3.5" />
            }
            onClick={() => setAsTable(!asTable)}
          />
        }
      >
        {asTable ? (
          <GraphTable graph={graph} label={label} />
        ) : (
          <>
            <GraphDrawing drawing={columnLayout(graph)} label={label} className="max-lg:hidden" />
            <GraphDrawing drawing={treeLayout(graph)} label={label} className="lg:hidden" />
          </>
        )}
      </Panel>
    </div>
  )
}
