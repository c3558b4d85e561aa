/** A shop's own queue is counted up to this number, which stands for as many prizes or more. */
export const MOST_COUNTED = 1_000
