/** Where the browser finds the API: under the site's own host, so that no other host and no preflight is needed. */
export const apiUrl = '/api'
