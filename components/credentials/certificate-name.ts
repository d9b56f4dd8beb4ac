/** What a certificate is called: its common name, else the ends of its id. */
export function certificateName({ commonName, certificateId }: { commonName: string | null; certificateId: string }) {
  return commonName?.trim() || shortId(certificateId)
}

/** "1a2b3c4d…9f8e7d6c"; ids that are short already stay as they are. */
export function shortId(id: string) {
  return id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-8)}` : id
}
