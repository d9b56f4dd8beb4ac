import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell.tsx'

/** Every page of the console stands inside the shell. */
export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return <AppShell>{children}</AppShell>
}
