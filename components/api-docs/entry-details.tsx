import { Badge } from '#components/ui/badge.tsx'
import { type Entry, jsonSchemaOf, type Schema, typeInWords } from './openapi.ts'

/** One endpoint: its line, and behind it what goes in and what comes out. */
export function EntryDetails({ entry: { method, path, operation } }: { entry: Entry }) {
  const role = operation['x-required-role']
  const answers = Object.entries(operation.responses ?? {})
  const success = answers.find(([status]) => status.startsWith('2'))
  return (
    <details className="group border-b border-line last:border-b-0">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 hover:bg-hover">
        <span className="mono w-14 font-semibold">{method}</span>
        <span className="mono min-w-0 break-all">/api{path}</span>
        <span className="text-muted">{operation.summary}</span>
        <span className="ml-auto">
          <Badge tone="neutral">{role === 'public' ? 'no sign-in' : `${role} and up`}</Badge>
        </span>
      </summary>
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        {operation.parameters?.length ? (
          <Fields
            title="Parameters"
            rows={operation.parameters.map(({ name, in: where, required, schema, description }) => {
              const place = where === 'path' ? 'in the path' : required ? 'required' : 'optional'
              return { name, type: typeInWords(schema), note: [place, description].filter(Boolean).join('. ') }
            })}
          />
        ) : null}
        <SchemaFields title="Body" schema={jsonSchemaOf(operation.requestBody)} />
        <SchemaFields title={`Answer ${success?.[0] ?? ''}`} schema={jsonSchemaOf(success?.[1])} />
        <p className="text-xs text-muted">
          Problems:{' '}
          {answers
            .map(([status]) => status)
            .filter((status) => !status.startsWith('2'))
            .join(', ')}
        </p>
      </div>
    </details>
  )
}

function SchemaFields({ title, schema }: { title: string; schema: Schema | undefined }) {
  if (!schema) return null
  const list = schema.properties?.items?.items ?? schema.items
  const shape = list?.properties ? list : schema
  const suffix = list?.properties ? ', each item' : ''
  if (!shape.properties) return <p className="text-muted">{`${title}: ${typeInWords(schema)}`}</p>
  return (
    <Fields
      title={title + suffix}
      rows={Object.entries(shape.properties).map(([name, field]) => ({
        name,
        type: typeInWords(field),
        note: [shape.required?.includes(name) ? '' : 'optional', field.description].filter(Boolean).join('. '),
      }))}
    />
  )
}

type Row = { name: string; type: string; note: string }

function Fields({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-muted">{title}</h3>
      <ul className="flex flex-col">
        {rows.map(({ name, type, note }) => (
          <li key={name} className="grid gap-x-4 border-t border-line py-1 sm:grid-cols-[12rem_14rem_1fr]">
            <span className="mono break-all">{name}</span>
            <span className="text-muted">{type}</span>
            <span className="text-muted">{note}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
