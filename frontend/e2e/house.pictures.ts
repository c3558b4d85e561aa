import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'

/* Draws the icons and the pictures of shared links again: `npm run pictures -- house.pictures.ts`. They are committed. */
const PUBLIC = join(import.meta.dirname, '..', 'public')

// The pages forbid styles that they were not built with.
test.use({ bypassCSP: true })

test('the icons, from icon.svg', async ({ page }) => {
  const round = await readFile(join(PUBLIC, 'icon.svg'), 'utf8')
  // Phones cut the corners themselves.
  const full = round.replace(/ rx="\d+"/, '')
  await draw(page, round, 192, 'icon-192.png')
  await draw(page, round, 512, 'icon-512.png')
  await draw(page, full, 512, 'icon-maskable-512.png')
  await draw(page, full, 180, 'apple-touch-icon.png')
  await writeFile(join(PUBLIC, 'favicon.ico'), asIco(await draw(page, round, 32)))
})

const words = {
  fr: { path: '/', lead: 'Chaque code gagne', more: 'Infuseurs, thés et coffrets : entrez le code de votre ticket.' },
  en: { path: '/en', lead: 'Every code wins', more: 'Infusers, teas and gift boxes: enter the code on your receipt.' },
}
for (const [lang, { path, lead, more }] of Object.entries(words))
  test(`the picture of shared links (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 1200, height: 630 })
    await page.goto(path)
    await page.evaluate(
      ([lead, more]) => {
        const [teapot, mark] = ['svg[viewBox="4 4 516 516"]', 'header svg'].map(
          drawing => document.querySelector(drawing)?.outerHTML ?? '',
        )
        document.body.innerHTML = `<div id="share" class="on-dark bg-forest text-cream">
          <div><p class="name font-display">${mark}Thé Tip Top</p><p class="lead font-display">${lead}</p><p class="more">${more}</p></div>
          ${teapot}</div>`
        const style = document.createElement('style')
        style.textContent = `#share { position: fixed; inset: 0; display: grid; grid-template-columns: 1fr 480px; gap: 40px; align-items: center; padding: 0 60px 0 80px }
          .name { display: flex; gap: 18px; align-items: center; font-size: 40px } .name svg { height: 60px; color: #e9b872 }
          .lead { font-size: 92px; line-height: 1.05; margin-top: 36px; letter-spacing: -0.02em } .more { font-size: 30px; line-height: 1.4; margin-top: 30px; color: #e9b872 }
          #share > svg { width: 480px; height: 480px }`
        document.head.append(style)
      },
      [lead, more],
    )
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: join(PUBLIC, `share-${lang}.png`), animations: 'disabled' })
  })

async function draw(page: Page, svg: string, size: number, name?: string): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`)
  return page.screenshot({ omitBackground: true, ...(name && { path: join(PUBLIC, name) }) })
}

/** An ICO file of one PNG picture of 32 pixels: https://en.wikipedia.org/wiki/ICO_(file_format) */
function asIco(png: Buffer): Buffer {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt8(32, 6)
  head.writeUInt8(32, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}
