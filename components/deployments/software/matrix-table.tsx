'use client'

import { Target } from 'lucide-react'
import { AccountName } from '#components/data/account-name.tsx'
import { cx } from '#components/ui/cx.ts'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { Matrix, MatrixCell, MatrixRow } from './matrix.ts'

const cell = 'border-b border-line px-3 py-1.5'

/** Versions of one package, by type or group. What is meant is marked; what reports nothing is hatched. */
export function MatrixTable({ matrix, by, accounts }: MatrixTableProps) {
  const { versions, folded, rows } = matrix
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls
    <div role="group" aria-label={`Versions of ${matrix.package}`} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-xs text-muted [&>th]:border-b [&>th]:border-line-strong [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">{by === 'type' ? 'Thing type' : 'Thing group'}</th>
            {versions.map((version) => (
              <th key={version} scope="col" className="mono text-right whitespace-nowrap">
                {version}
              </th>
            ))}
            {folded > 0 ? (
              <th scope="col" className="text-right whitespace-nowrap">
                {plural(folded, 'older version')}
              </th>
            ) : null}
            <th scope="col" className="text-right whitespace-nowrap" data-tip="Things that report no software at all">
              Unknown
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} row={row} matrix={matrix} accounts={accounts} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
type MatrixTableProps = {
  matrix: Matrix
  by: 'type' | 'group'
  /** Whether rows are of several accounts and so must say which. */
  accounts: boolean
}

function Row({ row, matrix, accounts }: { row: MatrixRow; matrix: Matrix; accounts: boolean }) {
  const drift = links.drift({ account: row.account, package: matrix.package, kind: 'behind' })
  return (
    <tr>
      <th scope="row" className={cx(cell, 'max-w-64 min-w-32 font-normal')}>
        <span className="break-words">{row.of || <span className="text-muted">none</span>}</span>
        {accounts ? (
          <span className="block text-xs text-muted">
            <AccountName id={row.account} />
          </span>
        ) : null}
      </th>
      {matrix.versions.map((version, at) => (
        <Cell key={version} cell={row.cells[at] ?? null} href={drift} />
      ))}
      {matrix.folded > 0 ? (
        <td className={cx(cell, 'text-right', row.olderBehind > 0 && 'bg-attention-soft')}>
          {row.older > 0 ? formatCount(row.older) : <Nothing />}
          <Behind count={row.olderBehind} href={drift} />
        </td>
      ) : null}
      <td className={cx(cell, 'text-right')}>
        {row.unknown > 0 ? (
          <span className="hatched rounded-sm px-1.5 text-unknown">{formatCount(row.unknown)}</span>
        ) : (
          <Nothing />
        )}
      </td>
    </tr>
  )
}

function Cell({ cell: one, href }: { cell: MatrixCell | null; href: string }) {
  if (!one)
    return (
      <td className={cx(cell, 'text-right')}>
        <Nothing />
      </td>
    )
  const { things, intended, behind } = one
  const ground = intended ? 'bg-ok-soft font-medium text-ok' : behind > 0 && 'bg-attention-soft'
  return (
    <td className={cx(cell, 'text-right', ground)} data-tip={intended ? 'What is meant to run here' : undefined}>
      <span className="inline-flex items-center gap-1.5">
        {intended ? (
          <>
            <Target aria-hidden className="size-3.5" />
            <span className="sr-only">Meant: </span>
          </>
        ) : null}
        {formatCount(things)}
      </span>
      <Behind count={behind} href={href} />
    </td>
  )
}

function Behind({ count, href }: { count: number; href: string }) {
  if (count === 0) return null
  return (
    <Link href={href} className="block text-xs text-attention underline-offset-2 hover:underline">
      {formatCount(count)} behind
    </Link>
  )
}

const Nothing = () => <span className="text-faint">–</span>
