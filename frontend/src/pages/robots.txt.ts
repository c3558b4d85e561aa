import type { APIRoute } from 'astro'
import { isPublished } from '../site/search/published.ts'
import { robotsOf } from '../site/search/robots.ts'

export const GET: APIRoute = ({ site }) => new Response(robotsOf(site as URL, isPublished))
