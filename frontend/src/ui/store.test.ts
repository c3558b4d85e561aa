import { expect, test } from 'vitest'
import { createStore } from './store.ts'

test('a page that is built reads a store without starting what only a browser can do', () => {
  let starts = 0
  const $store = createStore('built', () => {
    starts++
    $store.set('shown')
  })
  expect($store.get()).toBe('built')
  expect(starts).toBe(0)
})

test('a store starts with the first island that shows it, once, and the island learns what that changed', () => {
  let starts = 0
  const $store = createStore('built', () => {
    starts++
    $store.set('shown')
  })
  const heard: string[] = []
  $store.listen(value => heard.push(value))()
  $store.listen(value => heard.push(value))
  expect(starts).toBe(1)
  $store.set('shown')
  $store.set('changed')
  expect(heard).toEqual(['shown', 'changed'])
})
