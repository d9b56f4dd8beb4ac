/** True when a key belongs to what the person is typing into, so that no shortcut may take it. */
export function isTyping(event: KeyboardEvent) {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
}

/** True while a modal dialog or an open menu owns the keyboard. */
export function overlayOpen() {
  return (
    document.querySelector(
      '[role="dialog"][aria-modal="true"], [role="dialog"][data-modal], [popover]:popover-open:not([role="tooltip"])',
    ) !== null
  )
}

/** What the key beside the space bar is called where the browser runs. Only the browser knows: not for server output. */
export const commandKey = () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl')
