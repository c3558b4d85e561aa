/** A form read: what to send, or which fields are wrong. */
export type FormReading<Request, Faults> = { request: Request } | { faults: Faults }

/** What to send, or the faults if there is one among them. */
export function readingOf<Request, Faults extends object>(
  faults: Faults,
  request: Request,
): FormReading<Request, Faults> {
  return Object.values(faults).some(Boolean) ? { faults } : { request }
}
