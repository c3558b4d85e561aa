import { atom } from 'nanostores'
import { afterEach, expect, test, vi } from 'vitest'
import { whenShown } from './hydrated.ts'

afterEach(() => void vi.unstubAllGlobals())

test('a page that is built reads a store without starting what only a browser can do', () => {
  vi.useFakeTimers()
  const $store = atom('built')
  const start = vi.fn(() => void $store.set('shown'))
  whenShown($store, start)
  // A store that no one listens to begins afresh after a second: a slow build meets that, a fast one does not.
  for (let page = 0; page < 3; page++) {
    expect($store.get()).toBe('built')
    vi.advanceTimersByTime(2_000)
  }
  expect(start).not.toHaveBeenCalled()
  vi.stubGlobal('window', {})
  expect($store.get()).toBe('shown')
  vi.useRealTimers()
})
