import { LeafRule } from '../../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { pageTitles } from '../page-titles.ts'
import { sitePages, subjects } from './site-pages.ts'
import { mapWords } from './words.ts'

/** Every page of the site as a link with its title, and a sentence on what is there. */
export function SiteMap({ lang }: { lang: Lang }) {
  const words = mapWords[lang]
  return (
    <div className="shell py-10 sm:py-16">
      <h1 className="text-4xl sm:text-5xl">{words.title}</h1>
      <p className="mt-3 text-lg text-soft">{words.lead}</p>
      <LeafRule className="my-8" />
      <div className="grid gap-x-14 gap-y-11 md:grid-cols-2">
        {subjects.map(subject => (
          <section key={subject}>
            <h2 className="mb-3 text-2xl">{words.subjects[subject]}</h2>
            <ul className="divide-y divide-line/70 border-y border-line/70">
              {sitePages[subject].map(({ page, path }) => (
                <li key={page} className="py-2.5">
                  <a href={pathIn(lang, path)} className="link inline-flex min-h-8 items-center">
                    {pageTitles[lang][page].title}
                  </a>
                  <p className="text-[0.9375rem] text-soft">{pageTitles[lang][page].description}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
