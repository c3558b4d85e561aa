import type { APIRoute } from 'astro'
import { sitemapOf } from '../site/search/indexed-pages.ts'

export const GET: APIRoute = ({ site }) => new Response(sitemapOf(site as URL))
