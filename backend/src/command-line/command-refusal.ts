/**
 * What an operator asked of a command cannot be done; the message is the French sentence that tells him why and what
 * to do. (A rule of the HTTP interface says no by `Refusal`, whose codes the web translates.)
 */
export class CommandRefusal extends Error {
  override name = 'CommandRefusal'
}
