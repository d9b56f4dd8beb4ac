import { CopyButton } from '#components/ui/copy-button.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { readable } from './document.ts'

/** A policy document with line numbers: indented when it is JSON, exactly as stored when it is not, saying so. */
export function DocumentView({ label, document }: { label: string; document: string }) {
  const { text, parses } = readable(document)
  return (
    <div className="min-w-0">
      {parses ? null : <Notice>This document is not valid JSON. It is shown exactly as AWS stores it.</Notice>}
      <div className="relative">
        <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
          <CopyButton text={document} what="the document as stored" />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section aria-label={label} tabIndex={0} className="max-h-[36rem] overflow-auto bg-sunken py-2 pr-10">
          <pre className="mono leading-5">
            {text.split('\n').map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of an immutable text
              <span key={at} className="flex">
                <LineNumber at={at + 1} />
                <Code line={line} tinted={parses} />
              </span>
            ))}
          </pre>
        </section>
      </div>
    </div>
  )
}

/** Kept out of what is selected and read aloud. */
export function LineNumber({ at }: { at: number | null }) {
  return (
    <span aria-hidden className="w-10 shrink-0 pr-3 text-right text-faint select-none">
      {at}
    </span>
  )
}

/** One line whose continuation keeps its indent, so that wrapped text still shows the structure. */
export function Code({ line, tinted }: { line: string; tinted?: boolean }) {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const rest = line.slice(indent.length)
  return (
    <>
      <span className="shrink-0 whitespace-pre">{indent}</span>
      <code className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        {tinted ? <Tinted text={rest} /> : rest}
        {'\n'}
      </code>
    </>
  )
}

const keyPattern = /^("(?:[^"\\]|\\.)*")(:.*)$/s

function Tinted({ text }: { text: string }) {
  const [, key, rest] = keyPattern.exec(text) ?? []
  if (key === undefined) return text
  return (
    <>
      <span className="text-accent">{key}</span>
      {rest}
    </>
  )
}
