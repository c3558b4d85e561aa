import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'

/** A document whose headings, paragraphs and lists a screen reader finds as such. */
export type TaggedPage = {
  heading(text: string): void
  paragraph(text: string): void
  /** `mono`: for hashes and codes, in letters of one width */
  fact(label: string, value: string, font?: 'text' | 'mono'): void
  list(items: string[]): void
}

const FONTS = { text: 'Helvetica', bold: 'Helvetica-Bold', mono: 'Courier' }
/** The built-in fonts have the letters of French (WinAnsi), and neither the narrow no-break space nor the minus sign. */
const printable = (text: string) => text.replaceAll('\u202f', '\u00a0').replaceAll('\u2212', '-')

/**
 * A French document on A4, tagged for screen readers, with its title as the first heading.
 *
 * @param at when it was made
 */
export async function writeTaggedDocument(
  { title, at }: { title: string; at: Date },
  write: (page: TaggedPage) => void,
): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 56,
    lang: 'fr-FR',
    tagged: true,
    displayTitle: true,
    info: { Title: title, Author: 'Thé Tip Top', CreationDate: at, ModDate: at },
  })
  const written = buffer(document)
  const root = document.struct('Document')
  document.addStructure(root)
  const page = openPage(document, root)
  page.title(title)
  write(page)
  root.end()
  document.end()
  return written
}

function openPage(
  document: PDFKit.PDFDocument,
  root: PDFKit.PDFStructureElement,
): TaggedPage & { title(text: string): void } {
  const line = (text: string, font: keyof typeof FONTS, size: number, gap: number) =>
    document.font(FONTS[font]).fontSize(size).text(printable(text), { paragraphGap: gap })
  const add = (type: 'H1' | 'H2' | 'P', draw: () => void) => root.add(document.struct(type, {}, draw))
  return {
    title: text => void add('H1', () => line(text, 'bold', 18, 10)),
    heading: text =>
      void add('H2', () => {
        document.moveDown(0.6)
        line(text, 'bold', 13, 5)
      }),
    paragraph: text => void add('P', () => line(text, 'text', 10.5, 6)),
    fact: (label, value, font = 'text') =>
      void add('P', () => {
        line(`${label}\u00a0:`, 'bold', 10.5, 1)
        line(value, font, font === 'mono' ? 9.5 : 10.5, 6)
      }),
    list: items => {
      const list = document.struct('L')
      root.add(list)
      for (const item of items) {
        const body = document.struct('LBody', {}, () => void line(`• ${item}`, 'text', 10.5, 4))
        list.add(document.struct('LI', {}, [body]))
      }
      list.end()
    },
  }
}
