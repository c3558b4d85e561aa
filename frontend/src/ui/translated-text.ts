import { options, type VNode } from 'preact'

/** A node of the page's tree with what Preact keeps in it: `__e` is its node in the document, `__k` are its children. */
type Kept = VNode & { __e?: Node | null; __k?: (Kept | null)[] | null }

/** What each text of Preact said when its element was last rendered. */
const said = new WeakMap<Text, string>()

/**
 * From now on, a text that changes is seen on a page that the browser translates. The translation has put a copy, in
 * `<font>` elements, in the place of Preact's own text: when that changes, it takes its place again and is translated again.
 */
export function followTranslation(): void {
  const next = options.diffed
  options.diffed = vnode => {
    next?.(vnode)
    if (typeof vnode.type === 'string') follow(vnode as Kept)
  }
}

function follow(vnode: Kept): void {
  const { __e: parent, __k: children } = vnode
  if (!(parent instanceof Element) || !children) return
  const texts = children.map(child => child?.__e).filter(node => node instanceof Text)
  const lost = texts.filter(text => !parent.contains(text))
  const changed = texts.filter(text => said.has(text) && said.get(text) !== text.data)
  for (const text of texts) said.set(text, text.data)
  if (lost.some(text => changed.includes(text))) putBack(parent, [...nodesOf(vnode)])
}

/** Puts Preact's own nodes in the place of copies. What is there already is not moved, so that it keeps the focus. */
function putBack(parent: Element, nodes: Node[]): void {
  for (const child of [...parent.children]) if (child.matches('font')) child.remove()
  let next: Node | null = null
  for (const node of nodes.reverse()) {
    if (node.parentNode !== parent) parent.insertBefore(node, next)
    next = node
  }
}

/** The nodes of the document that stand for the children, in their order. */
function* nodesOf({ __k: children }: Kept): Generator<Node> {
  for (const child of children ?? []) {
    if (!child) continue
    if (typeof child.type === 'function') yield* nodesOf(child)
    else if (child.__e) yield child.__e
  }
}
