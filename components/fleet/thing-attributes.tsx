import { EmptyState } from '#components/ui/empty-state.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { Thing } from '#contract/things.ts'

// One fixed language, so that server and browser sort alike.
const byName = new Intl.Collator('en', { numeric: true })

/** Its attributes; each value leads to every thing that has the same. */
export function ThingAttributes({ thing: { account, attributes } }: { thing: Pick<Thing, 'account' | 'attributes'> }) {
  const names = Object.keys(attributes).sort(byName.compare)
  if (names.length === 0) return <EmptyState title="No attributes" />
  return (
    <KeyValueList
      items={names.map((name) => {
        const value = attributes[name] ?? ''
        return {
          label: name,
          value: (
            <Link
              href={links.fleet({ account, attribute: `${name}=${value}` })}
              data-tip={`Things with ${name} = ${value}`}
              className="break-all hover:underline"
            >
              {value === '' ? <span className="text-faint">empty</span> : value}
            </Link>
          ),
        }
      })}
    />
  )
}
