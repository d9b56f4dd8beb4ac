import { Field, Input } from '#components/ui/input.tsx'
import { temporaryPasswordDays } from '#contract/passwords.ts'

/** A password for somebody else, legible to whoever hands it over, and what becomes of it. */
export function TemporaryPasswordField({ label, error }: { label: string; error: string | undefined }) {
  return (
    <Field
      label={label}
      hint={`At least 12 characters. Hand it over in person: it expires after ${temporaryPasswordDays} days, and at their next sign-in they choose their own.`}
      error={error}
    >
      <Input name="password" type="text" required minLength={12} maxLength={128} autoComplete="off" className="mono" />
    </Field>
  )
}
