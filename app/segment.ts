/** A part of a path as it was meant. One with a broken escape stands for itself: nothing of ours is called so. */
export function readSegment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
