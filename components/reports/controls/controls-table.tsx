'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, useRef } from 'react'
import { cx } from '#components/ui/cx.ts'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { useRowKeys } from '#components/ui/table/use-row-keys.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { ControlResult } from '#contract/reports.ts'
import { AnswerMark, KindMark } from '../marks.tsx'
import { type ControlGroup, failingPath } from './control-groups.ts'

const head = 'h-8 border-b border-line-strong px-3 text-xs font-medium text-muted whitespace-nowrap'
const cell = 'row-h border-b border-line cell-x'

/** Controls under their headings in one table: answer and why, who decides, what fails. j, k and Enter as in every list. */
export function ControlsTable({ label, groups, hrefOf }: ControlsTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body, { open: undefined, toggle: undefined })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative isolate overflow-x-auto">
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'w-[30%] min-w-44')}>
              Control
            </th>
            <th scope="col" className={head}>
              Answer
            </th>
            <th scope="col" className={cx(head, 'min-w-64 max-sm:hidden')}>
              Why
            </th>
            <th scope="col" className={cx(head, 'max-sm:hidden')}>
              How decided
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              Failing
            </th>
            <th scope="col" className={cx(head, 'max-sm:hidden')} data-tip="The oldest of the facts it rests on">
              Facts
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {groups.map((group) => (
            <Group key={group.id} group={group} hrefOf={hrefOf} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
type ControlsTableProps = {
  label: string
  groups: readonly ControlGroup[]
  hrefOf: (control: ControlResult) => string
}

function Group({ group: { heading, note, controls }, hrefOf }: GroupProps) {
  return (
    <>
      <tr>
        <th scope="colgroup" colSpan={6} className="border-b border-line bg-sunken px-3 py-1.5 text-sm font-semibold">
          {heading}
          {note ? <span className="ml-2 font-normal text-muted">{note}</span> : null}
        </th>
      </tr>
      {controls.length === 0 ? (
        <tr>
          <td colSpan={6} className={cx(cell, 'text-muted')}>
            No control is behind it
          </td>
        </tr>
      ) : (
        controls.map((control) => <Row key={control.control} control={control} href={hrefOf(control)} />)
      )}
    </>
  )
}
type GroupProps = { group: ControlGroup; hrefOf: ControlsTableProps['hrefOf'] }

function Row({ control, href }: { control: ControlResult; href: string }) {
  const { title, answer, reason, kind, failing, factsAt } = control
  const router = useRouter()
  function open(event: MouseEvent) {
    const inner = event.target instanceof Element && event.target.closest('a')
    if (!inner && !window.getSelection()?.toString()) router.push(href)
  }
  return (
    <tr
      data-row=""
      tabIndex={-1}
      onClick={open}
      className="cursor-pointer bg-surface outline-none hover:bg-hover focus-visible:[&>td]:shadow-[inset_0_2px_0_var(--focus),inset_0_-2px_0_var(--focus)]"
    >
      <td className={cx(cell, 'py-1')}>
        <Link href={href} className="font-medium hover:underline">
          {title}
        </Link>
        <span className="line-clamp-3 text-muted [overflow-wrap:anywhere] sm:hidden">{reason}</span>
      </td>
      <td className={cell}>
        <AnswerMark answer={answer} />
      </td>
      <td className={cx(cell, 'py-1 max-sm:hidden')}>
        <span className="line-clamp-2 [overflow-wrap:anywhere]" data-tip={reason.length > 90 ? reason : undefined}>
          {reason}
        </span>
      </td>
      <td className={cx(cell, 'max-sm:hidden')}>
        <KindMark kind={kind} />
      </td>
      <td className={cx(cell, 'text-right')}>
        <Failing control={control} count={failing} href={href} />
      </td>
      <td className={cx(cell, 'max-sm:hidden')}>
        <RelativeTime at={factsAt} never="–" />
      </td>
    </tr>
  )
}

/** How many items fail, leading to them; where several pages show them, to the control, which leads to each. */
function Failing({ control, count, href }: { control: ControlResult; count: number; href: string }) {
  if (count === 0) return <span className="text-faint">–</span>
  return (
    <Link href={failingPath(control) ?? href} className="font-medium text-accent tabular-nums hover:underline">
      {formatCount(count)}
    </Link>
  )
}
