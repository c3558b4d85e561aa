import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'
import { rules } from '../../../site/rules.ts'
import { LeafRule } from '../../../ui/drawings/botanicals.tsx'

export const generateMetadata = pageMetadata('rules', '/reglement')

export default async function RulesPage(props: PageParams) {
  const { title, lead, sections } = rules[await langOf(props)]
  return (
    <article className="shell py-10 sm:py-16">
      <div className="mx-auto max-w-2xl">
        <h1 className="text-4xl sm:text-5xl">{title}</h1>
        <p className="mt-3 text-lg text-soft">{lead}</p>
        <LeafRule className="my-9" />
        {sections.map((section, index) => (
          <section key={section.title} className="mb-9">
            <h2 className="text-2xl">
              <span className="mr-2 text-infusion tabular-nums">{index + 1}.</span>
              {section.title}
            </h2>
            <p className="mt-2 leading-relaxed">{section.text}</p>
          </section>
        ))}
      </div>
    </article>
  )
}
