/** NIST SP 800-63B: length is what counts; no rule on kinds of characters. No dependency: the browser uses it too. */
export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 128
