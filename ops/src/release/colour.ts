/** A release runs in one of two colours; nginx sends everybody to the one that its flag names. */
export type Colour = 'blue' | 'green'

/** nginx serves green while this file is there, and blue otherwise. */
export const GREEN_FLAG = 'green.on'
/** nginx answers 503 with the maintenance page while this file is there. */
export const MAINTENANCE_FLAG = 'maintenance.on'

export function otherColour(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue'
}
