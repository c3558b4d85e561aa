/** Length is what counts, so no kinds of characters are required (NIST SP 800-63B). The browser loads this file too. */
export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 128
