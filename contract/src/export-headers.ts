/*
 * This file has no dependency, so that the browser loads it for nothing.
 */

/**
 * How many rows the file holds when nothing changes meanwhile, and about how many bytes: headers of the answer, for a
 * progress bar. The size is an estimate; so is the number of rows where counting them would take long.
 */
export const EXPORT_ROWS_HEADER = 'export-rows'
export const EXPORT_BYTES_HEADER = 'export-bytes'
