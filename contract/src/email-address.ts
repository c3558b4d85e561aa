const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'

/**
 * The form of an e-mail address as browsers check `<input type="email">`: the expression of the HTML standard
 * (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with a dot in the domain, because an address
 * without one is a slip. Only a mail proves that an address exists.
 */
export const EMAIL_ADDRESS: RegExp = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})+$`)
/** RFC 3696, erratum 1690: what the path of SMTP holds. */
export const EMAIL_MAX_LENGTH = 254

/** Whether an account can have this address. Spaces around it do not count. */
export function isEmailAddress(text: string): boolean {
  const address = text.trim()
  return address.length <= EMAIL_MAX_LENGTH && EMAIL_ADDRESS.test(address)
}
