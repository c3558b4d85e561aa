/** Segments of 16 MB: after so many the figures in front of them count on. */
const IN_FOLDER = 256

/** A segment is named by 24 hexadecimal figures: its timeline, and its place. */
export const timelineOf = (segment: string) => Number.parseInt(segment.slice(0, 8), 16)

/** How many segments came before, on any timeline. */
export const placeOf = (segment: string) =>
  Number.parseInt(segment.slice(8, 16), 16) * IN_FOLDER + Number.parseInt(segment.slice(16), 16)

export function nameAt(timeline: number, place: number): string {
  return [timeline, Math.floor(place / IN_FOLDER), place % IN_FOLDER].map(inHex).join('')
}

const inHex = (figure: number) => figure.toString(16).toUpperCase().padStart(8, '0')
