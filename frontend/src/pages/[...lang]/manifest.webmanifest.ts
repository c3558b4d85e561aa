import type { APIRoute } from 'astro'
import { manifestIn } from '../../site/manifest.ts'
import { inEachLanguage, langOf } from '../../site/page-facts.ts'

export const getStaticPaths = inEachLanguage

export const GET: APIRoute = ({ params }) => Response.json(manifestIn(langOf(params.lang)))
