/**
 * A command cannot do what the operator asked; the message is the French sentence that says why and what to do. (A rule
 * of the HTTP interface refuses by `Refusal`, whose codes the web translates.)
 */
export class CommandRefusal extends Error {
  override name = 'CommandRefusal'
}
