import type { ComponentChildren } from 'preact'
import { Leaf } from '../../ui/drawings/botanicals.tsx'

const FOREST = '#1f3d2f'
const GOLD = '#c8843a'
const HONEY = '#e9b872'
const SAGE = 'var(--color-celadon)'
const PAPER = 'var(--color-paper)'

/** Three rows of holes in one half of the infuser, the longest at its rim. `step` leads from a row to the next. */
function InfuserHoles({ rim, step }: { rim: number; step: number }) {
  return [0, 1, 2].flatMap(row =>
    Array.from({ length: 7 - row }, (_, hole) => 120 + (hole - (6 - row) / 2) * 12).map(x => (
      <circle key={`${x},${row}`} cx={x} cy={rim + row * step} r="1.8" fill="currentColor" stroke="none" />
    )),
  )
}

type Drawing = (inside?: ComponentChildren) => ComponentChildren

/**
 * The drawings, by the slug of the prize. Classes name the parts that move when the prize opens; `inside` is what is
 * seen then. A prize without a drawing shows the tea leaf of the house.
 */
const drawings: Record<string, Drawing> = {
  infuseur: inside => (
    <>
      <ellipse cx="120" cy="176" rx="62" ry="7" fill={SAGE} stroke="none" />
      <g className="prize-lid">
        <path d="M120 18c-7 0-10 6-10 10s4 9 10 9 10-5 10-9-3-10-10-10z" />
        <path d="M120 37v34" stroke-dasharray="3 5" stroke-width="3" stroke={GOLD} />
        <path d="M112 72h16l3 10h-22z" fill={HONEY} />
        <path d="M72 128c0-28 21-46 48-46s48 18 48 46z" fill={PAPER} />
        <InfuserHoles rim={118} step={-11} />
      </g>
      {inside}
      <path d="M72 128c0 27 21 44 48 44s48-17 48-44z" fill={HONEY} fill-opacity="0.65" />
      <path d="M66 124h108a4 4 0 0 1 0 9H66a4 4 0 0 1 0-9z" fill={PAPER} />
      <InfuserHoles rim={142} step={10} />
      <Leaf transform="translate(168 168) rotate(-28) scale(.8)" fill={SAGE} />
      <Leaf transform="translate(72 170) rotate(200) scale(.7)" fill={SAGE} />
    </>
  ),
  'the-detox': inside => (
    <>
      <ellipse cx="120" cy="178" rx="70" ry="7" fill={SAGE} stroke="none" />
      {inside}
      <path d="M76 62h88v112a4 4 0 0 1-4 4H80a4 4 0 0 1-4-4z" fill="#a9bd9c" />
      <g className="prize-lid">
        <path d="M72 44h96a4 4 0 0 1 4 4v16H68V48a4 4 0 0 1 4-4z" fill={PAPER} />
        <path d="M68 56h104" stroke={GOLD} stroke-width="1.4" />
      </g>
      <path d="M86 84h68v72H86z" fill={PAPER} />
      <path d="M91 89h58v62H91z" stroke={GOLD} stroke-width="1" />
      <circle cx="120" cy="113" r="16" fill={HONEY} />
      <circle cx="120" cy="113" r="12" fill={PAPER} stroke-width="1.2" />
      <path d="M120 101v24M109.600 107l20.800 12M109.600 119l20.800-12" stroke-width="1.2" stroke={GOLD} />
      <path d="M104 141h32M110 146h20" stroke-width="1.4" />
      <Leaf transform="translate(160 176) rotate(-58) scale(.85)" fill={SAGE} />
      <Leaf transform="translate(166 178) rotate(-18) scale(.75)" fill="#8fa884" />
      <path d="M48 178c-8-14-4-24 6-30 6 12 4 22-6 30zM60 178c2-9 9-14 18-14-2 9-8 14-18 14z" fill="#8fa884" />
    </>
  ),
  'the-signature': inside => (
    <>
      <ellipse cx="120" cy="180" rx="64" ry="7" fill={SAGE} stroke="none" />
      <path d="M74 70v98c0 7 20 12 46 12s46-5 46-12V70" fill={FOREST} />
      <ellipse cx="120" cy="70" rx="46" ry="12" fill={FOREST} />
      {inside}
      <g className="prize-lid">
        <path d="M70 44v22c0 7 22 13 50 13s50-6 50-13V44" fill={HONEY} />
        <ellipse cx="120" cy="44" rx="50" ry="13" fill="#f2cf98" />
        <circle cx="120" cy="40" r="5" fill={FOREST} />
      </g>
      <path d="M94 96c16 5 36 5 52 0v58c-16 6-36 6-52 0z" fill={PAPER} />
      <path d="M99 102c13 3.500 29 3.500 42 0v47c-13 4-29 4-42 0z" stroke={GOLD} stroke-width="1" />
      <path
        d="M120 108c8 7 11 13 11 19 0 7-5 11-11 12-6-1-11-5-11-12 0-6 3-12 11-19zM120 115v24M120 124l5-4M120 124l-5-4M120 131l6-5M120 131l-6-5"
        fill={HONEY}
        stroke-width="1.3"
      />
      <path d="M108 146h24" stroke-width="1.4" />
      <path d="M182 176c-10-4-14-12-12-22 10 3 14 11 12 22zM186 176c0-10 6-17 16-18 0 11-6 18-16 18z" fill="#8fa884" />
      <circle cx="52" cy="170" r="8" fill={GOLD} />
      <path d="M52 162v-8M52 158c4-5 9-6 13-4" />
    </>
  ),
  'coffret-39': () => (
    <>
      <ellipse cx="120" cy="178" rx="86" ry="7" fill={SAGE} stroke="none" />
      <g className="prize-piece">
        <path d="M62 106V70a4 4 0 0 1 4-4h26v40z" fill={PAPER} />
        <path d="M62 80h30" stroke={GOLD} stroke-width="1.2" />
        <Leaf transform="translate(68 95) rotate(-18) scale(.3)" fill={SAGE} />
      </g>
      <g className="prize-piece">
        <path d="M98 106V56h44v50z" fill={PAPER} />
        <path d="M98 72h44" stroke={GOLD} stroke-width="1.2" />
        <Leaf transform="translate(106 92) rotate(-16) scale(.5)" fill={SAGE} />
      </g>
      <g className="prize-piece">
        <path d="M148 106V66h26a4 4 0 0 1 4 4v36z" fill={PAPER} />
        <path d="M148 80h30" stroke={GOLD} stroke-width="1.2" />
        <Leaf transform="translate(154 95) rotate(-18) scale(.3)" fill={SAGE} />
      </g>
      <path d="M46 106h148v66a5 5 0 0 1-5 5H51a5 5 0 0 1-5-5z" fill={HONEY} />
      <path d="M46 122h148" stroke-width="1.2" />
      <path d="M112 106h16v71h-16z" fill={FOREST} />
      <g className="prize-bow">
        <path d="M120 141c-12-16-34-12-30 0 3 8 20 6 30 0 10 6 27 8 30 0 4-12-18-16-30 0z" fill={FOREST} />
        <circle cx="120" cy="141" r="5.500" fill={GOLD} />
        <path d="M114 145l-12 20M126 145l12 20" />
      </g>
    </>
  ),
  'coffret-69': () => (
    <>
      <ellipse cx="120" cy="182" rx="98" ry="7" fill={SAGE} stroke="none" />
      <g className="prize-lid">
        <path d="M40 92L54 22h132l14 70z" fill={FOREST} />
        <path d="M60 32h120l9 50H51z" stroke={HONEY} stroke-width="1" />
        <Leaf transform="translate(121 62) rotate(-30) scale(.6)" fill="#35604a" />
        <Leaf transform="translate(119 62) rotate(210) scale(.6)" fill="#35604a" />
        <path d="M120 58c-5-6-5-13 0-19 5 6 5 13 0 19z" fill={HONEY} />
      </g>
      <path d="M34 92h172v44H34z" fill={PAPER} />
      {[0, 1, 2, 3].map(place => (
        <g key={place} className="prize-piece">
          <rect x={42 + place * 40} y="98" width="36" height="32" rx="3" fill={place % 2 ? HONEY : SAGE} />
          <circle cx={60 + place * 40} cy="114" r="9" fill={PAPER} stroke-width="1.2" />
          <path
            d={`M${60 + place * 40} 120c-4-4-4-9 0-13 4 4 4 9 0 13z`}
            fill={place % 2 ? GOLD : '#8fa884'}
            stroke-width="1"
          />
        </g>
      ))}
      <path d="M34 136h172v40a5 5 0 0 1-5 5H39a5 5 0 0 1-5-5z" fill={FOREST} />
      <path d="M42 144h156v29H42z" stroke={HONEY} stroke-width="1" />
      <path d="M106 154h28a6 6 0 0 1-28 0z" fill={HONEY} />
      <path d="M34 136h172" stroke={HONEY} stroke-width="1.4" />
    </>
  ),
}

const anyPrize: Drawing = () => (
  <>
    <ellipse cx="120" cy="176" rx="62" ry="7" fill={SAGE} stroke="none" />
    <path className="prize-stem" d="M120 172V104" />
    <g className="prize-piece">
      <Leaf transform="translate(120 150) rotate(-34) scale(1.3)" fill={SAGE} />
    </g>
    <g className="prize-piece">
      <Leaf transform="translate(120 150) rotate(214) scale(1.3)" fill={SAGE} />
    </g>
    <path className="prize-bud" d="M120 108c-14-18-14-42 0-64 14 22 14 46 0 64z" fill={HONEY} />
  </>
)

type Props = { slug: string; className?: string; inside?: ComponentChildren }

export function PrizePicture({ slug, className, inside }: Props) {
  return (
    <svg
      viewBox="20 10 200 184"
      className={`text-forest ${className}`}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      data-prize={slug}
    >
      {(drawings[slug] ?? anyPrize)(inside)}
    </svg>
  )
}
