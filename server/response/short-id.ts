/** Enough of a certificate's id for a person. */
export const shortId = (certificateId: string): string =>
  certificateId.length > 16 ? `${certificateId.slice(0, 12)}…` : certificateId
