/** How exact the times of a history are. */
export const historyNote = 'As observed by sync, not necessarily the moment it happened'
