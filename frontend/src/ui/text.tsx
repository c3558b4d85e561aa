import type { ComponentChildren } from 'preact'

/**
 * A text that may change, or that stands beside an element that comes and goes. Each new text comes in a new element,
 * because a browser that translates the page replaces the node that Preact would change. Other children stay as they are.
 */
export function Text({ children }: { children: ComponentChildren }): ComponentChildren {
  return children && typeof children === 'string' ? <span key={children}>{children}</span> : children
}
