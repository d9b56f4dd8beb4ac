/** What is wrong with a new password as it was typed, before the server is asked; undefined when nothing is. */
export function whyNotChosen({ current, next, again }: { current: string; next: string; again: string }) {
  if (next !== again) return 'The two new passwords differ. Type the same one twice.'
  if (next === current) return 'That is the temporary password. Choose another, which you alone know.'
  return undefined
}
