import { createHash } from 'node:crypto'
import { asHtml } from '../diagrams/drawing.ts'

/** The style of every page: in light and dark mode, on paper and on a phone. */
const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbf9f3; --card: #fff; --ink: #1d2b24; --soft: #56645b; --line: #d9d4c5; --way: #c9c3b2; --link: #1f5a43;
  --good: #23573f; --good-paper: #dcefe2; --watch: #805a07; --watch-paper: #fdf0cf; --bad: #a3291a; --bad-paper: #f9dcd6;
  --undone: #5a3f8f; --undone-paper: #e6e0f2; --busy: #1f5a94; --busy-paper: #dbe9f6
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131c17; --card: #1b2720; --ink: #e6eae0; --soft: #a4b1a6; --line: #33443a; --way: #4c5f53; --link: #9fd8b6;
    --good: #8fd3aa; --good-paper: #1d3d2c; --watch: #ecc46a; --watch-paper: #40330f; --bad: #f5a597; --bad-paper: #4c211a;
    --undone: #c5b3ee; --undone-paper: #342a4d; --busy: #9cc8f2; --busy-paper: #1b3550
  }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
h1, h2, h3 { line-height: 1.25; text-wrap: balance } h1 { margin: 0 0 .5rem; font-size: 1.5rem } h2 { margin: 2.5rem 0 .75rem; font-size: 1.125rem }
a { color: var(--link) } p { max-width: 60rem } .soft { color: var(--soft) }
code, pre { font: .8125rem/1.5 ui-monospace, monospace } code { overflow-wrap: anywhere }
pre { overflow-x: auto; margin: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; background: var(--card) }
th, td { padding: .4rem .75rem; border: 1px solid var(--line); text-align: left; vertical-align: top }
th { font-weight: 600 } td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } tr.gone { color: var(--soft) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
@media print { body { max-width: none; padding: 0 } }
`

type Page = {
  title: string
  /** HTML, in which quoted text is already escaped, see {@link asHtml} */
  body: string
  /** the page's own style, beside that of all pages */
  style?: string
}

/**
 * A page of operations as one file that opens offline: no script, nothing loaded, hidden from search engines. Its policy
 * allows only its own style, so markup that slipped into a text does nothing.
 */
export function htmlPage({ title, body, style = '' }: Page): string {
  const styles = `${STYLE}${style}`
  const hash = createHash('sha256').update(styles).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="robots" content="noindex">
<title>${asHtml(title)}</title><style>${styles}</style></head>
<body>${body}</body></html>
`
}
