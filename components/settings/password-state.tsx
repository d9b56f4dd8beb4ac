import { Status } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Person } from '#contract/people.ts'

/** Whether somebody's password is known to them alone; if not, until when they may choose their own. */
export function PasswordState({ password, temporaryPasswordUntil }: PasswordStateProps) {
  if (password === 'own') return <Status health="ok">Their own</Status>
  if (password === 'expired') return <Status health="bad">Temporary password expired</Status>
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Status health="attention">Has not chosen a password yet</Status>
      <span className="text-xs text-muted">
        expires <RelativeTime at={temporaryPasswordUntil} />
      </span>
    </span>
  )
}
type PasswordStateProps = Pick<Person, 'password' | 'temporaryPasswordUntil'>
