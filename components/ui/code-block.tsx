import { CopyButton } from './copy-button.tsx'

/** Text to be read exactly: JSON, PEM, a policy. Objects are printed as JSON; keys of JSON are tinted. */
export function CodeBlock({ label, value, json }: CodeBlockProps) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const isJson = json ?? typeof value !== 'string'
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} what={label} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls */}
      <div role="group" aria-label={label} tabIndex={0} className="mr-9 max-h-96 overflow-auto rounded-md py-3 pl-3">
        <pre className="mono leading-5">{isJson ? tinted(text) : text}</pre>
      </div>
    </div>
  )
}
type CodeBlockProps = { label: string; value: unknown; json?: boolean }

const keyPattern = /^(\s*)("(?:[^"\\]|\\.)*")(:)/

function tinted(json: string) {
  return json.split('\n').map((line, at) => {
    const [, indent, key] = keyPattern.exec(line) ?? []
    const rest = key === undefined || indent === undefined ? line : line.slice(indent.length + key.length)
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of an immutable text
      <span key={at}>
        {indent}
        {key ? <span className="text-accent">{key}</span> : null}
        {`${rest}\n`}
      </span>
    )
  })
}
