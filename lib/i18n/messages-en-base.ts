import errors from './messages/en/errors.json'
import session from './messages/en/session.json'
import shell from './messages/en/shell.json'

/** What the sign-in needs: the first page loads no more texts than that. */
export const baseEn = { errors, session, shell }
