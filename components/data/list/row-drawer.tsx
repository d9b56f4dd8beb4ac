import { type ReactNode, Suspense } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { Drawer, type DrawerProps } from '#components/ui/drawer.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'

/** One row over the list behind it: a glance, the way to its page, and its verbs. The glance may be lazy. */
export function RowDrawer({ href, toPage = 'Open full page', verbs, children, ...drawer }: RowDrawerProps) {
  return (
    <Drawer
      {...drawer}
      fullPageHref={href}
      footer={
        href ? (
          <>
            <LinkButton href={href} variant="primary" size="sm">
              {toPage}
            </LinkButton>
            {verbs}
          </>
        ) : null
      }
    >
      <Suspense fallback={<SkeletonLines lines={8} />}>{children}</Suspense>
    </Drawer>
  )
}
type RowDrawerProps = Omit<DrawerProps, 'fullPageHref' | 'footer'> & {
  /** The row's own page; undefined while closed. */
  href: string | undefined
  toPage?: string
  verbs?: ReactNode
}
