import { typeset } from '../../ui/language.ts'
import type { LegalText, LegalWords } from '../legal-text.ts'
import { compliance } from './compliance.ts'

const { applicable, rate, having } = compliance
const [met, notMet, notExamined] = (['conforme', 'non conforme', 'non examiné'] as const).map(
  result => having(result).length,
)
const colon = typeset({ fr: ' : ', en: ': ' })
const unexamined = typeset({
  fr: 'écouté avec Orca dans Firefox sur les parcours principaux, pas encore avec NVDA, JAWS ni VoiceOver.',
  en: 'heard with Orca in Firefox on the main journeys, not with NVDA, JAWS or VoiceOver yet.',
})
const shortcomings = (lang: 'fr' | 'en') => [
  ...having('non conforme').map(({ number, gap }) => `${number}${colon[lang]}${gap?.[lang]}`),
  ...having('non examiné').map(({ number }) => `${number}${colon[lang]}${unexamined[lang]}`),
]

const stateInFrench = {
  full: 'Ce site est en totale conformité avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1.',
  partial:
    'Ce site est en conformité partielle avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1, en raison des non-conformités énumérées ci-dessous.',
  none: 'Ce site n’est pas en conformité avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1. Les non-conformités sont énumérées ci-dessous.',
}

const fr: LegalText = {
  title: 'Accessibilité',
  lead: 'Jusqu’où ce site peut être utilisé par tous, ce qui manque encore, et à qui le dire.',
  sections: [
    {
      id: 'engagement',
      title: 'L’engagement',
      body: [
        'L’organisateur du jeu « Thé Tip Top » s’engage à rendre ses sites internet accessibles conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. À cette fin, il met en œuvre la stratégie et les actions suivantes : {accessibilityPlan}.',
        'Cette déclaration d’accessibilité s’applique au site du jeu « Thé Tip Top ».',
      ],
    },
    { id: 'etat', title: 'État de conformité', body: [stateInFrench[compliance.state]] },
    {
      id: 'resultats',
      title: 'Résultats des tests',
      body: [
        `L’audit de conformité réalisé en interne révèle que ${rate} % des critères du RGAA sont respectés : ${met} sur les ${applicable} qui s’appliquent.`,
        `Critères non respectés : ${notMet}. Critères à examiner encore avec d’autres lecteurs d’écran, comptés comme non respectés : ${notExamined}.`,
      ],
    },
    {
      id: 'manques',
      title: 'Contenus non accessibles',
      body: [
        'Non-conformités et critères à examiner encore, par numéro du RGAA :',
        { list: shortcomings('fr') },
        'Aucune dérogation pour charge disproportionnée n’est invoquée, et aucun contenu n’est exempté.',
      ],
    },
    {
      id: 'etablissement',
      title: 'Établissement de cette déclaration',
      body: [
        'Cette déclaration a été établie le 1er décembre 2026.',
        {
          entries: [
            { term: 'Technologies', text: 'HTML, CSS, SVG, JavaScript.' },
            {
              term: 'Navigateurs',
              text: 'Chromium pour toutes les pages ; Firefox et WebKitGTK pour les parcours principaux, à la largeur d’un téléphone. Lecteur d’écran : Orca, avec Firefox, pour les parcours principaux.',
            },
            {
              term: 'Outils',
              text: 'axe-core et html-validate sur chaque page et chaque fenêtre, parcours au clavier, largeur de 320 pixels, texte agrandi et espacé, lecture du code.',
            },
            {
              term: 'Pages vérifiées',
              text: 'Toutes : accueil, inscription, connexion, mot de passe, jeu, gains, compte, lettre d’information, pages légales, espace employé, administration.',
            },
          ],
        },
      ],
    },
    {
      id: 'contact',
      title: 'Retour d’information et contact',
      body: [
        'Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez à {email} pour être orienté vers une alternative accessible ou obtenir le contenu sous une autre forme.',
      ],
    },
    {
      id: 'recours',
      title: 'Voies de recours',
      body: [
        'Cette procédure est à utiliser dans le cas suivant : vous avez signalé au responsable du site un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service, et vous n’avez pas obtenu de réponse satisfaisante. Vous pouvez alors :',
        {
          list: [
            '[écrire un message au Défenseur des droits](https://formulaire.defenseurdesdroits.fr/) ;',
            '[contacter le délégué du Défenseur des droits dans votre région](https://www.defenseurdesdroits.fr/saisir/delegues) ;',
            'envoyer un courrier par la poste (gratuit, sans timbre) : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.',
          ],
        },
      ],
    },
  ],
}

const stateInEnglish = {
  full: 'This site fully complies with the French general accessibility framework (RGAA), version 4.1.',
  partial:
    'This site partially complies with the French general accessibility framework (RGAA), version 4.1, because of the shortcomings listed below.',
  none: 'This site does not comply with the French general accessibility framework (RGAA), version 4.1. The shortcomings are listed below.',
}

const en: LegalText = {
  title: 'Accessibility',
  lead: 'How far everybody can use this site, what is still missing, and where to report it.',
  sections: [
    {
      id: 'engagement',
      title: 'Our commitment',
      body: [
        'The organiser of the “Thé Tip Top” contest undertakes to make its websites accessible in accordance with article 47 of the French law 2005-102 of 11 February 2005. To this end, it carries out the following strategy and actions: {accessibilityPlan}.',
        'This statement applies to the site of the “Thé Tip Top” contest.',
      ],
    },
    { id: 'etat', title: 'Compliance', body: [stateInEnglish[compliance.state]] },
    {
      id: 'resultats',
      title: 'Test results',
      body: [
        `Our own audit found that ${rate}% of the RGAA criteria are met: ${met} of the ${applicable} that apply.`,
        `Criteria that are not met: ${notMet}. Criteria still to be examined with other screen readers, which count as not met: ${notExamined}.`,
      ],
    },
    {
      id: 'manques',
      title: 'Content that is not accessible',
      body: [
        'Shortcomings and criteria still to be examined, by number of RGAA:',
        { list: shortcomings('en') },
        'No exemption for disproportionate burden is claimed, and no content is exempt.',
      ],
    },
    {
      id: 'etablissement',
      title: 'Preparation of this statement',
      body: [
        'This statement was prepared on 1 December 2026.',
        {
          entries: [
            { term: 'Technologies', text: 'HTML, CSS, SVG, JavaScript.' },
            {
              term: 'Browsers',
              text: 'Chromium for every page; Firefox and WebKitGTK for the main journeys, at the width of a phone. Screen reader: Orca, with Firefox, for the main journeys.',
            },
            {
              term: 'Tools',
              text: 'axe-core and html-validate on every page and dialog, journeys by keyboard, a width of 320 pixels, enlarged and spaced text, reading of the code.',
            },
            {
              term: 'Pages checked',
              text: 'All: home, registration, sign-in, password, game, prizes, account, newsletter, legal pages, staff area, administration.',
            },
          ],
        },
      ],
    },
    {
      id: 'contact',
      title: 'Feedback and contact',
      body: [
        'If you cannot reach some content or service, write to {email}: we will direct you to an accessible alternative, or send you the content in another form.',
      ],
    },
    {
      id: 'recours',
      title: 'Remedies',
      body: [
        'If you have reported to us an accessibility problem that keeps you from some content or service, and have had no satisfactory answer, you can:',
        {
          list: [
            '[write to the Défenseur des droits](https://formulaire.defenseurdesdroits.fr/), the French defender of rights;',
            '[contact the delegate of the Défenseur des droits in your region](https://www.defenseurdesdroits.fr/saisir/delegues);',
            'send a letter (free of charge, no stamp needed): Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07, France.',
          ],
        },
      ],
    },
  ],
}

/** The declaration of accessibility, in the form that the decree 2019-768 and RGAA 4.1 give it. */
export const declaration: LegalWords = typeset({ fr, en })
