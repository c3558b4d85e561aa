/** A hash in hexadecimal in groups of four digits, to be read aloud. Copied, it is one word. */
export function HashInGroups({ hash }: { hash: string }) {
  return (
    <p translate={false} className="mt-1 font-mono text-sm leading-relaxed">
      {(hash.match(/.{1,4}/g) ?? []).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and their order never changes
        <span key={index} className="mr-2 inline-block">
          {group}
        </span>
      ))}
    </p>
  )
}
