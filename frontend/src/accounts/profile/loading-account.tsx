import { Status } from '../../ui/status.tsx'

const bar = 'animate-breathe rounded bg-sage'

/** Placeholder cards while the account loads, about as tall as the real ones, so that little moves. */
export function LoadingAccount({ label }: { label: string }) {
  return (
    <>
      <Status className="sr-only">{label}</Status>
      <div className="grid gap-6 lg:grid-cols-[1.4fr_1fr] lg:items-start" aria-hidden="true">
        <div className="label-frame grid min-h-[50rem] content-start gap-5 px-6 py-7 sm:px-9 sm:py-9">
          <span className={`h-8 w-2/5 ${bar}`} />
          {['names', 'facts', 'language', 'newsletter'].map(part => (
            <span key={part} className={`h-24 ${bar}`} />
          ))}
        </div>
        <div className="grid gap-6">
          {['doors', 'data', 'erasure'].map(part => (
            <div key={part} className="label-frame grid min-h-58 content-start gap-5 px-6 py-7 sm:px-9 sm:py-9">
              <span className={`h-8 w-2/5 ${bar}`} />
              <span className={`h-16 ${bar}`} />
            </div>
          ))}
        </div>
      </div>
    </>
  )
}
