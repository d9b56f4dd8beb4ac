import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'

/**
 * A long id cut in the middle to the room there is, so both telling ends stay readable; the whole is its tip and stays
 * in the document for search and selection. `copy` names it for a copy button ("certificate ID").
 */
export function MiddleCut({ text, tail = 8, copy, plain, className }: MiddleCutProps) {
  const cut = text.length > tail + 8
  return (
    <span className={cx('flex max-w-full min-w-0 items-center gap-0.5', !plain && 'mono', className)}>
      <span className="inline-flex min-w-0" data-tip={cut ? text : undefined}>
        <span className="truncate">{cut ? text.slice(0, -tail) : text}</span>
        {cut ? <span className="shrink-0">{text.slice(-tail)}</span> : null}
      </span>
      {copy ? <CopyButton text={text} what={copy} /> : null}
    </span>
  )
}
type MiddleCutProps = {
  text: string
  /** Characters kept at the end. */
  tail?: number
  copy?: string
  /** Body type instead of monospace. */
  plain?: boolean
  className?: string
}
