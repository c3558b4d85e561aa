import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import type { Language } from '../database/schema.ts'
import type { Mail } from './mailer.ts'

/** Where a letter goes, in which language, and to which page it leads. */
export type LetterHead = { to: string; language: Language; link: string }
export type LetterWords = { subject: string; opening: string; button: string; closing: string }

const signature: Record<Language, string> = {
  fr: 'L’équipe Thé Tip Top',
  en: 'The Thé Tip Top team',
}
const greeting: Record<Language, string> = { fr: 'Bonjour,', en: 'Hello,' }

/** A mail with one message and one link, as text and as HTML. */
export function writeLetter({ to, language, link }: LetterHead, words: LetterWords): Mail {
  const { subject, opening, button, closing } = language === 'fr' ? typesetFrench(words) : words
  const colon = language === 'fr' ? '\u00a0:' : ':'
  const text = [greeting[language], opening, `${button}${colon}\n${link}`, closing, signature[language]].join('\n\n')
  const html = page({ language, link, words: { subject, opening, button, closing } })
  return { to, subject: `${subject} – Thé Tip Top`, text: `${text}\n`, html }
}

const GREEN = '#1f3d2f'
const CREAM = '#f7f1e3'
const AMBER = '#b8742a'

/**
 * Mail programs support tables and inline styles; below the button the link is written out for those that show neither.
 */
function page({ language, link, words }: { language: Language; link: string; words: LetterWords }): string {
  const href = escapeHtml(link)
  const serif = "font-family:Georgia,'Times New Roman',serif"
  const paragraph = (html: string) => `<p style="margin:0 0 20px;line-height:1.6">${html}</p>`
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(words.subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:${CREAM};color:${GREEN};${serif};font-size:17px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#fffdf8">
<tr><td style="padding:28px 32px;background:${GREEN};color:${CREAM};border-bottom:4px solid ${AMBER};font-size:26px">Thé Tip Top</td></tr>
<tr><td style="padding:32px">
<h1 style="margin:0 0 20px;font-size:22px;font-weight:normal">${escapeHtml(words.subject)}</h1>
${paragraph(escapeHtml(greeting[language]))}
${paragraph(escapeHtml(words.opening))}
${paragraph(`<a href="${href}" style="display:inline-block;padding:14px 24px;background:${GREEN};color:${CREAM};text-decoration:none">${escapeHtml(words.button)}</a>`)}
${paragraph(`<a href="${href}" style="color:${GREEN};font-size:14px;word-break:break-all">${href}</a>`)}
${paragraph(escapeHtml(words.closing))}
<p style="margin:0;font-style:italic">${escapeHtml(signature[language])}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
