/** A policy document as it is read: indented JSON when it parses, else exactly what AWS stores. */
export function readable(document: string): { text: string; parses: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(document), null, 2), parses: true }
  } catch {
    return { text: document, parses: false }
  }
}
