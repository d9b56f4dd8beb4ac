import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PagerLoaded } from '#components/ui/table/pager-loaded.tsx'

const turn = () => {}
const known = { value: 2163, capped: false }

// A hundred of 1,224 devices once read like all there are.
test.each([
  ['the only page', { shown: 8 }, '8 devices'],
  ['the only row', { shown: 1 }, '1 device'],
  ['no row', { shown: 0 }, '0 devices'],
  ['the first of several', { shown: 100, onNext: turn }, 'First 100 devices'],
  ['one between', { shown: 100, onPrevious: turn, onNext: turn }, '100 devices on this page'],
  ['the last of several', { shown: 1, onPrevious: turn }, '1 device on this page'],
  ['a page of a known total', { shown: 100, total: known, onPrevious: turn, onNext: turn }, '100 of 2,163 devices'],
  ['a total that says nothing', { shown: 0, total: { value: 0, capped: false } }, '0 devices'],
])('under %s', (_, props, words) => {
  const html = renderToStaticMarkup(createElement(PagerLoaded, { noun: 'devices', ...props }))
  expect(/<p [^>]*>([^<]*)<\/p>/.exec(html)?.[1]).toBe(words)
})
