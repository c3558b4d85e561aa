/*
 * This file has no dependency, so that the browser loads it for nothing.
 */

/**
 * Headers of the answer, for a progress bar: the number of rows, if nothing changes meanwhile, and the size in bytes.
 * The size is an estimate. So is the number of rows where an exact count would take too long.
 */
export const EXPORT_ROWS_HEADER = 'export-rows'
export const EXPORT_BYTES_HEADER = 'export-bytes'

/** The age of the rows in seconds, if a replica of the database gives them. */
export const EXPORT_LAG_HEADER = 'export-lag-seconds'
