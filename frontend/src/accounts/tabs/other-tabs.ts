const NAME = 'tiptop-account'

/** The id of the account that a tab shows, or null after it signed out. */
type ShownId = number | null

let channel: BroadcastChannel | null = null

/** Calls `hear` with what the other tabs of this browser show from now on, whenever that may have changed. */
export function hearOtherTabs(hear: (shown: ShownId) => void): void {
  const open = () => {
    channel = new BroadcastChannel(NAME)
    channel.onmessage = ({ data }) => hear(data)
  }
  open()
  // An open channel keeps some browsers from keeping the page for Back.
  window.addEventListener('pagehide', () => channel?.close())
  window.addEventListener('pageshow', ({ persisted }) => persisted && open())
}

/** Tells the other tabs what this one shows. They ask the backend for themselves. */
export function tellOtherTabs(shown: ShownId): void {
  channel?.postMessage(shown)
}
