/*
 * This file has no dependency, so that the browser loads it for nothing.
 */

/**
 * Header of a request: the id of the account that the page shows. If the session is another account's, the request is
 * refused as `account-mismatch`. Nothing in it is secret, and a request without it acts for the session's account.
 */
export const ACCOUNT_HEADER = 'tiptop-account'
