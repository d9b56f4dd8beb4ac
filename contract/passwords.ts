/** How long a password that somebody else set opens the page on which its person chooses their own. */
export const temporaryPasswordDays = 7
