import type { ComponentChildren } from 'preact'
import { ButtonLink } from '../ui/button.tsx'
import { Leaf, LeafRule } from '../ui/drawings/botanicals.tsx'
import { Teapot } from '../ui/drawings/teapot.tsx'
import { type Lang, pathIn, typeset } from '../ui/language.ts'
import { StepPicture } from './step-picture.tsx'
import { contestWords } from './words.ts'

/** The islands of the home page. */
type HomeProps = {
  lang: Lang
  clock?: ComponentChildren
  prizes?: ComponentChildren
  grandPrize?: ComponentChildren
}

/** Beside the other words, which islands load: this one the page alone has. */
const howDrawn = typeset({ fr: 'Comment il est tiré au sort', en: 'How it is drawn' })

export function Home({ lang, clock, prizes, grandPrize }: HomeProps) {
  const { prizes: words, steps } = contestWords[lang]
  return (
    <>
      <Hero lang={lang} clock={clock} />
      <section id="lots" className="shell py-20 sm:py-28">
        <div className="mx-auto max-w-2xl text-center">
          <p className="eyebrow">{words.eyebrow}</p>
          <h2 className="mt-3 text-4xl sm:text-5xl">{words.title}</h2>
          <p className="mt-4 text-lg text-soft">{words.lead}</p>
        </div>
        {prizes}
      </section>
      <section className="border-y border-line bg-mist/80">
        <div className="shell py-20 sm:py-24">
          <div className="text-center">
            <p className="eyebrow">{steps.eyebrow}</p>
            <h2 className="mt-3 text-4xl sm:text-5xl">{steps.title}</h2>
          </div>
          <ol className="mt-14 grid gap-12 md:grid-cols-3 md:gap-8">
            {steps.all.map((step, index) => (
              <li key={step.title} className="relative text-center md:px-4">
                <StepPicture step={index} className="mx-auto h-28 text-forest" />
                <p className="mt-4 font-display text-xl text-infusion" aria-hidden="true">
                  {index + 1}
                </p>
                <h3 className="mt-1 text-2xl">{step.title}</h3>
                <p className="mx-auto mt-2 max-w-xs leading-relaxed text-soft">{step.text}</p>
              </li>
            ))}
          </ol>
        </div>
      </section>
      <section className="shell py-20 sm:py-28">
        <div className="label-frame grid items-center gap-8 px-7 py-12 sm:px-14 md:grid-cols-[1.2fr_1fr]">
          <div>
            {grandPrize}
            <a href={pathIn(lang, '/grand-lot')} className="link mt-3 inline-flex min-h-11 items-center">
              {howDrawn[lang]}
            </a>
          </div>
          <YearOfTea className="mx-auto w-full max-w-84" />
        </div>
      </section>
    </>
  )
}

function Hero({ lang, clock }: Pick<HomeProps, 'lang' | 'clock'>) {
  const { hero, seal } = contestWords[lang]
  return (
    <section className="on-dark relative overflow-hidden bg-forest text-cream">
      <div className="shell grid items-center gap-x-8 gap-y-6 pt-12 pb-12 sm:pt-16 lg:grid-cols-[1.08fr_1fr] lg:grid-rows-[auto_auto] lg:pt-20 lg:pb-16">
        <div className="lg:self-end">
          <p className="text-[0.8125rem] font-semibold tracking-[0.14em] text-honey uppercase">{hero.eyebrow}</p>
          <h1 className="mt-4 text-[2.75rem] leading-[1.04] text-cream sm:text-6xl lg:text-[4.5rem]">{hero.title}</h1>
          <p className="mt-6 max-w-lg text-lg leading-relaxed text-cream/90">{hero.lead}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            <ButtonLink look="amber" href={pathIn(lang, '/jeu')} className="max-sm:px-5">
              {hero.play}
            </ButtonLink>
            <a
              href="#lots"
              className="inline-flex min-h-12 items-center rounded-full border border-cream/45 px-5 font-semibold text-cream transition-colors hover:border-cream hover:bg-night sm:px-7"
            >
              {hero.prizes}
            </a>
          </div>
        </div>
        <div className="max-lg:order-last lg:self-start">
          <LeafRule className="mb-6 max-w-lg lg:mt-4" />
          {clock}
        </div>
        <div className="relative mx-auto w-full max-w-96 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:max-w-none">
          <Teapot className="mx-auto w-full max-w-[34rem]" />
          <p className="absolute right-1 bottom-2 grid size-32 rotate-6 place-content-center rounded-full border border-night/20 bg-honey text-center text-night outline-1 -outline-offset-8 outline-night/40 sm:right-4 sm:size-36">
            <span className="font-display text-2xl leading-none font-medium">{seal.share}</span>
            <span className="mt-1 text-sm font-semibold">{seal.word}</span>
          </p>
        </div>
      </div>
    </section>
  )
}

/** Twelve leaves around a cup: one for each month. */
function YearOfTea({ className }: { className?: string }) {
  const months = Array.from({ length: 12 }, (_, month) => month * 30)
  return (
    <svg
      viewBox="0 0 320 320"
      className={`text-forest ${className}`}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <circle cx="160" cy="160" r="78" stroke="#c8843a" stroke-width="1" />
      <circle cx="160" cy="160" r="72" stroke="#c8843a" stroke-width="1" opacity="0.5" />
      {months.map(angle => (
        <Leaf
          key={angle}
          transform={`rotate(${angle} 160 160) translate(246 160)`}
          fill={angle % 90 ? 'var(--color-sage)' : '#e9b872'}
        />
      ))}
      <path d="M118 142h78c0 34-10 58-39 58s-39-24-39-58z" fill="var(--color-paper)" />
      <path d="M122 158h70c-2 26-12 42-35 42s-33-16-35-42z" fill="#e9b872" stroke="none" />
      <path d="M118 142h78c0 34-10 58-39 58s-39-24-39-58zM195 152c16-4 26 4 22 17-3 10-15 16-28 15M112 208h90" />
      <path d="M146 132c-7-10 8-16 1-27M166 132c-7-10 8-16 1-27" stroke="#c8843a" />
    </svg>
  )
}
