const marginPx = 8

type Placing = { side: 'above' | 'below'; align: 'start' | 'center' | 'end'; gapPx: number }

/**
 * Puts a fixed box beside its anchor, on the other side when there is no room, and never off screen. Writes through
 * the CSSOM, which style-src does not judge, unlike a style attribute in markup.
 */
export function place(box: HTMLElement, anchor: Element, { side, align, gapPx }: Placing) {
  const at = anchor.getBoundingClientRect()
  const room = { above: at.top - gapPx - marginPx, below: window.innerHeight - at.bottom - gapPx - marginPx }
  const other = side === 'above' ? 'below' : 'above'
  const natural = box.scrollHeight
  const chosen = room[side] < natural && room[other] > room[side] ? other : side
  box.style.maxHeight = `${Math.floor(room[chosen])}px`
  const { width, height } = box.getBoundingClientRect()
  const wanted = align === 'start' ? at.left : align === 'end' ? at.right - width : at.left + at.width / 2 - width / 2
  const left = Math.max(marginPx, Math.min(wanted, window.innerWidth - width - marginPx))
  const top = chosen === 'above' ? at.top - gapPx - height : at.bottom + gapPx
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}
