import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { ControlAnswer, ControlKind } from '#contract/reports.ts'
import { answerWords, controlKinds } from './words.ts'

/** A control's answer: icon, word and colour. */
export function AnswerMark({ answer, tip }: { answer: ControlAnswer; tip?: string | undefined }) {
  const { word, ink, icon: Icon, meaning } = answerWords[answer]
  return (
    <span data-tip={tip ?? meaning} className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      {word}
    </span>
  )
}

/** An answer that one side may not have: a control that was not there then. */
export function AnswerOrNone({ answer }: { answer: ControlAnswer | null }) {
  return answer ? <AnswerMark answer={answer} /> : <span className="text-muted">not there</span>
}

export function KindMark({ kind }: { kind: ControlKind }) {
  const { word, meaning } = controlKinds[kind]
  return (
    <span data-tip={meaning} className="whitespace-nowrap text-muted">
      {word}
    </span>
  )
}

/** An id of a framework's clause, with a mark when nobody compared it with the published text. */
export function ClauseId({ id, verified }: { id: string; verified: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="mono">{id}</span>
      {verified ? null : (
        <Badge tone="unknown" tip="The ID was not compared with the published text; do so before you rely on it.">
          ID not verified
        </Badge>
      )}
    </span>
  )
}
