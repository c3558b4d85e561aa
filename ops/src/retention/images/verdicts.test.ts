import { expect, test } from 'vitest'
import type { ImageNames } from './names.ts'
import { judgeImages, type StoredImage } from './verdicts.ts'

const now = new Date('2026-11-23T03:00:00Z')
const image = (name: string, at = '2026-06-01T00:00:00Z'): StoredImage => ({ name, file: name, at: new Date(at) })
const namesOf = (by: Record<string, string[]>, ...doubts: string[]): ImageNames => ({
  by: new Map(Object.entries(by)),
  manifests: [],
  doubts,
})

test('images are listed the newest first, and those of one moment by their names', () => {
  const images = [image('c'), image('a', '2026-06-02T00:00:00Z'), image('b'), image('d', '2026-05-31T00:00:00Z')]
  for (const listed of [images, images.toReversed()])
    expect(judgeImages(listed, [], now).map(({ backup }) => backup.name)).toEqual(['a', 'b', 'c', 'd'])
})

test('of the backups that name an image the newest is named, and each counts once', () => {
  const places = [
    namesOf({ a: ['prod 20261102', 'prod 20261123'] }),
    namesOf({ a: ['prod 20261123', 'prod 20261109'] }),
  ]
  expect(judgeImages([image('a')], places, now)).toMatchObject([
    { keep: true, reasons: [{ rule: 'needed', because: 'nommée par prod 20261123 et 2 autres' }] },
  ])
})

test('while backups do not say what they name, an image stays for the first of them', () => {
  expect(judgeImages([image('a')], [namesOf({}, 'one says nothing', 'another neither')], now)).toMatchObject([
    { keep: true, reasons: [{ because: 'one says nothing' }] },
  ])
})

test('far away an image is young for two days', () => {
  const stays = (at: string) => judgeImages([image('a', at)], [], now, { young: true })[0]?.keep
  expect(['2026-11-21T03:00:00Z', '2026-11-21T02:59:59Z'].map(stays)).toEqual([true, false])
})
