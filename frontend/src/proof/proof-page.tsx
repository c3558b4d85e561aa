import type { ComponentChildren } from 'preact'
import { LeafRule } from '../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { proofPageWords } from './page-words.ts'

/** `facts` and `file` are the islands of the page. */
type Props = { lang: Lang; facts?: ComponentChildren; file?: ComponentChildren }

/** What a proof proves, the commitment, and where to check a proof. */
export function ProofPage({ lang, facts, file }: Props) {
  const { title, lead, sections, mine, source, verifier, command } = proofPageWords[lang]
  return (
    <div className="shell py-10 sm:py-16">
      <div className="mx-auto max-w-2xl">
        <h1 className="text-4xl sm:text-5xl">{title}</h1>
        <p className="mt-3 text-lg text-soft">{lead}</p>
        <LeafRule className="my-8" />
        <Section {...sections.how} />
        <Section {...sections.commitment}>{facts}</Section>
        <Section {...sections.own}>
          <FileLink href={pathIn(lang, '/mes-gains')} text={mine} />
        </Section>
        <Section {...sections.file}>{file}</Section>
        <Section {...sections.alone}>
          <FileLink href="/preuve/check-proof.ts" text={source} />
          <FileLink href="/preuve/verify.mjs" text={verifier} />
          <p translate={false} className="font-mono text-sm break-words">
            {command}
          </p>
        </Section>
        <Section {...sections.limits} />
      </div>
    </div>
  )
}

type SectionProps = { title: string; body: readonly string[]; children?: ComponentChildren }

function Section({ title, body, children }: SectionProps) {
  return (
    <section className="mb-11">
      <h2 className="text-2xl">{title}</h2>
      {body.map(text => (
        <p key={text} className="mt-3 leading-relaxed">
          {text}
        </p>
      ))}
      {children && <div className="mt-4">{children}</div>}
    </section>
  )
}

function FileLink({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} className="link flex min-h-11 items-center">
      {text}
    </a>
  )
}
