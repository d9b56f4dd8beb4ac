import { ErrorBoundaryHandler } from 'next/dist/client/components/error-boundary.js'
import { Children, type ComponentType, isValidElement, type ReactElement, type ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import ConsoleError from '#app/(console)/error.tsx'
import PageError from '#app/error.tsx'
import GlobalError from '#app/global-error.tsx'

type Props = { children?: ReactNode; onClick?: () => void }
type ErrorPage = (given: { error: Error; retry: () => void }) => ReactNode

// Forgetting the error alone shows the same failed answer again: a database that was away for a second stayed away.
test.each<[string, ErrorPage]>([
  ['of the console', ConsoleError],
  ['of other pages', PageError],
  ['of the whole', GlobalError],
])('“Try again” on the error page %s asks the server again', (_, page) => {
  const refresh = vi.fn()
  const boundary = new ErrorBoundaryHandler({ pathname: '/', errorComponent: page as ComponentType<never> } as never)
  boundary.context = { refresh } as never
  boundary.state = { error: { thrownValue: new Error('away') }, previousPathname: '/' }
  const forget = vi.spyOn(boundary, 'setState').mockImplementation(() => {})
  const shown = elements(boundary.render()).find(({ type }) => type === page)
  const button = elements(page(shown?.props as never)).find(({ props }) => props.onClick)
  button?.props.onClick?.()
  expect(refresh).toHaveBeenCalledOnce()
  expect(forget).toHaveBeenCalledWith({ error: null })
})

function elements(node: ReactNode): ReactElement<Props>[] {
  return Children.toArray(node).flatMap((one) =>
    isValidElement<Props>(one) ? [one, ...elements(one.props.children)] : [],
  )
}
