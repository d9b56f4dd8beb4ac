import { CircleCheck, CircleHelp, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { cx } from '#components/ui/cx.ts'

const looks = {
  bad: { icon: OctagonAlert, ink: 'text-bad' },
  attention: { icon: TriangleAlert, ink: 'text-attention' },
  unknown: { icon: CircleHelp, ink: 'text-unknown' },
  info: { icon: Info, ink: 'text-muted' },
}

/** Notes, worst first; says so when there is none. */
export function AttentionList({ notes, none }: AttentionListProps) {
  if (notes.length === 0)
    return (
      <p className="flex items-center gap-2 text-muted">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {none}
      </p>
    )
  return (
    <ul className="flex flex-col gap-2.5">
      {notes.map(({ id, tone, title, detail }) => {
        const { icon: Icon, ink } = looks[tone]
        return (
          <li key={id} className="flex gap-2.5">
            <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', ink)} />
            <div className="min-w-0">
              <p className="font-medium">{title}</p>
              <p className="break-words text-muted">{detail}</p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
type AttentionListProps = {
  notes: readonly { id: string; tone: keyof typeof looks; title: string; detail: string }[]
  none: string
}
