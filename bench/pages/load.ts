import autocannon from 'autocannon'

/** How many answers a second a page gives to 50 connections, as a browser that accepts gzip asks for it. */
export async function requestsPerSecond(url: string): Promise<number> {
  const { requests, non2xx } = await autocannon({
    url,
    connections: 50,
    duration: 8,
    headers: { 'accept-encoding': 'gzip' },
  })
  if (non2xx) throw new Error(`${url}: ${non2xx} answers were not 200.`)
  return requests.average
}
