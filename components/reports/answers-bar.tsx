'use client'

import { useId } from 'react'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import type { ControlAnswer, ReportSummary } from '#contract/reports.ts'
import { answers, answerWords, talliedInWords } from './words.ts'

const fills: Record<ControlAnswer, string> = {
  fail: 'fill-bad',
  attention: 'fill-attention',
  unknown: '',
  pass: 'fill-ok',
  'not-applicable': 'fill-line-strong',
}

/**
 * Answers as parts of one bar, each labelled with its count. `wide` puts the words beneath it and may make each a link
 * (`hrefOf`); the narrow form, for tables, shows icons and counts beside it. No share is computed: unknown is no pass.
 */
export function AnswersBar({ counts, wide, hrefOf }: AnswersBarProps) {
  const shown = answers.flatMap((answer) => {
    const count = counts.find((one) => one.answer === answer)?.count ?? 0
    return count > 0 ? [{ answer, count }] : []
  })
  const all = shown.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return <span className="text-faint">–</span>
  return (
    <span className={cx('flex', wide ? 'flex-col gap-2' : 'items-center gap-2.5')}>
      <Bar parts={shown} all={all} className={wide ? 'h-3 w-full' : 'h-2 w-16'} />
      <span className="sr-only">{talliedInWords(counts)}</span>
      <span aria-hidden={!hrefOf} className={cx('flex', wide ? 'flex-wrap gap-x-5 gap-y-1' : 'gap-2')}>
        {shown.map(({ answer, count }) => (
          <Label key={answer} answer={answer} count={count} wide={wide} href={hrefOf?.(answer)} />
        ))}
      </span>
    </span>
  )
}
type AnswersBarProps = {
  counts: ReportSummary['answers']
  wide?: boolean
  hrefOf?: (answer: ControlAnswer) => string
}

function Label({ answer, count, wide, href }: LabelProps) {
  const { word, ink, icon: Icon } = answerWords[answer]
  const face = (
    <>
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      <span className="tabular-nums">{count}</span>
      {wide ? <span className="text-muted">{word}</span> : null}
    </>
  )
  const look = 'inline-flex min-h-6 items-center gap-1 whitespace-nowrap'
  return href ? (
    <Link href={href} className={cx(look, 'hover:underline')}>
      {face}
    </Link>
  ) : (
    <span data-tip={wide ? undefined : word} className={look}>
      {face}
    </span>
  )
}
type LabelProps = { answer: ControlAnswer; count: number; wide: boolean | undefined; href: string | undefined }

function Bar({ parts, all, className }: { parts: ReportSummary['answers']; all: number; className: string }) {
  const hatch = useId()
  const starts = parts.map((_, at) => parts.slice(0, at).reduce((sum, { count }) => sum + count, 0))
  return (
    <svg aria-hidden="true" className={cx('block shrink-0 overflow-hidden rounded-xs', className)}>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" strokeWidth="2" className="stroke-edge" />
        </pattern>
      </defs>
      {parts.map(({ answer, count }, at) => (
        <rect
          key={answer}
          x={percent(starts[at] ?? 0, all)}
          width={percent(count, all)}
          height="100%"
          strokeWidth="1"
          className={cx('stroke-surface', fills[answer])}
          {...(answer === 'unknown' ? { fill: `url(#${hatch})` } : {})}
        />
      ))}
    </svg>
  )
}

const percent = (part: number, all: number) => `${(part / all) * 100}%`
