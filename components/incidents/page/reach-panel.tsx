import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'

/** What else its credentials and addresses did, as far as the records go. */
export function ReachPanel({ incident: { reach, account } }: { incident: Incident }) {
  const { otherClients, things } = reach
  return (
    <Panel title="How far it reaches" note={`${plural(things, 'thing')} concerned`}>
      {otherClients.length === 0 ? (
        <p className="text-muted">Its credentials were seen with no other client ID.</p>
      ) : (
        <>
          <p className="mb-1">Its credentials were seen with {plural(otherClients.length, 'other client ID')}:</p>
          <ul aria-label="Other client IDs" className="flex max-h-40 flex-wrap gap-x-3 gap-y-1 overflow-y-auto">
            {otherClients.map((client) => (
              <li key={client} className="min-w-0">
                <Link
                  href={links.incidents({ account, search: client })}
                  className="mono break-all text-accent hover:underline"
                >
                  {client}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
