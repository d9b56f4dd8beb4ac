/** Every threshold of the correlation, with where it comes from. Seconds unless said. */
export const limits = {
  /** Two feeds tell of one disconnect this far apart at most: lifecycle times are approximate ("Lifecycle events"). */
  sameMomentS: 3,
  /** The newcomer's connect is looked for this long before and after the old session's end: they come in either order. */
  takeOverS: 5,
  /** A conflict that is silent for so long is over; what comes later is another episode. */
  quietS: 30 * 60,
  /** So many take-overs in `windowS` are no network event any more: one or two around one are benign (aws-facts 6.7). */
  kicksInWindow: 3,
  windowS: 10 * 60,
  /** Keep-alive is at least 30 s, so a ghost is found no sooner than 1.5 times that ("MQTT", keep-alive). */
  shortestGhostS: 45,
  /** What led to the first take-over and what followed the last is shown with them. */
  aroundS: 10 * 60,
  /** Client IDs of one thing type in conflict at once that are one common cause rather than many. */
  stormClients: 20,
  stormWindowS: 10 * 60,
} as const
