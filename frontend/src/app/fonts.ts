import localFont from 'next/font/local'

// `optional`: a font that does not load at once is used from the next page on, so that the text does not move.
export const fraunces = localFont({
  src: '../../../node_modules/@fontsource-variable/fraunces/files/fraunces-latin-opsz-normal.woff2',
  weight: '100 900',
  display: 'optional',
  variable: '--font-fraunces',
  adjustFontFallback: 'Times New Roman',
})

export const figtree = localFont({
  src: '../../../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2',
  weight: '300 900',
  display: 'optional',
  variable: '--font-figtree',
  adjustFontFallback: 'Arial',
})
