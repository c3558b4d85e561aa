import { writeFile } from 'node:fs/promises'

/** The dark modules that a page draws: runs of an SVG path, in a square of `size` modules. */
export type Drawing = { path: string; size: number }

const [WIDTH, HEIGHT] = [640, 480]
const [PAPER, INK, GREY] = [235, 16, 128]

/** Writes a video of one still picture in YUV4MPEG2, which Chromium plays as its camera: the drawing on paper. */
export async function writeVideo(file: string, { path, size }: Drawing): Promise<void> {
  const luma = Buffer.alloc(WIDTH * HEIGHT, PAPER)
  const scale = Math.floor(HEIGHT / size)
  const [left, top] = [(WIDTH - size * scale) >> 1, (HEIGHT - size * scale) >> 1]
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    const begin = left + Number(x) * scale
    for (let row = 0; row < scale; row++) {
      const line = (top + Number(y) * scale + row) * WIDTH
      luma.fill(INK, line + begin, line + begin + Number(length) * scale)
    }
  }
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420mpeg2\n`)
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: 15 }, () => frame)]))
}
