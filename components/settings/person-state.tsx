import { Status } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Person } from '#contract/people.ts'

/** Whether somebody may sign in, and whether what they sign in with is known to them alone. */
export function PersonState({ disabled, password, temporaryPasswordUntil }: PersonStateProps) {
  if (disabled) return <Status health="unknown">Disabled</Status>
  if (password === 'own') return <Status health="ok">Enabled</Status>
  if (password === 'expired') return <Status health="bad">Temporary password expired</Status>
  return (
    <span className="flex flex-col leading-4 whitespace-nowrap">
      <Status health="attention" tip="Has not chosen a password of their own yet">
        Temporary password
      </Status>
      <span className="text-xs leading-4 text-muted">
        Expires <RelativeTime at={temporaryPasswordUntil} />
      </span>
    </span>
  )
}
type PersonStateProps = Pick<Person, 'disabled' | 'password' | 'temporaryPasswordUntil'>
