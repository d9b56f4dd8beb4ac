import { cx } from '#components/ui/cx.ts'
import { plural } from '#components/ui/format.ts'
import { type DiffLine, diffLines } from './diff.ts'
import { readable } from './document.ts'
import { Code, LineNumber } from './document-view.tsx'

/** What turns one version into another, line by line. Both are indented first, so that layout is no difference. */
export function DiffView({ label, before, after }: { label: string; before: string; after: string }) {
  const lines = diffLines(readable(before).text, readable(after).text)
  const added = lines.filter(({ kind }) => kind === 'added').length
  const removed = lines.filter(({ kind }) => kind === 'removed').length
  return (
    <div className="min-w-0">
      <p className="border-b border-line px-4 py-2 text-muted">
        {added + removed === 0
          ? before === after
            ? 'The two documents are the same.'
            : 'The two documents differ in layout only.'
          : `${plural(added, 'line')} added, ${plural(removed, 'line')} removed.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="max-h-[36rem] overflow-auto bg-sunken py-2">
        <div className="mono leading-5">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of an immutable comparison
            <Line key={at} line={line} />
          ))}
        </div>
      </section>
    </div>
  )
}

const looks = {
  same: { sign: ' ', spoken: '', className: '' },
  removed: { sign: '−', spoken: 'Removed: ', className: 'bg-bad-soft text-bad' },
  added: { sign: '+', spoken: 'Added: ', className: 'bg-ok-soft text-ok' },
}

function Line({ line: { kind, text, before, after } }: { line: DiffLine }) {
  const { sign, spoken, className } = looks[kind]
  const Tag = kind === 'removed' ? 'del' : kind === 'added' ? 'ins' : 'span'
  return (
    <div className={cx('flex', className)}>
      <LineNumber at={before} />
      <LineNumber at={after} />
      <span aria-hidden className="w-4 shrink-0 select-none">
        {sign}
      </span>
      <Tag className="flex min-w-0 flex-1 pr-3 no-underline">
        {spoken ? <span className="sr-only">{spoken}</span> : null}
        <Code line={text} />
      </Tag>
    </div>
  )
}
