import { typeset } from '../ui/language.ts'

const fr = {
  title: 'La preuve de votre lot',
  lead: 'Comment savoir que personne n’a changé votre lot, sans nous croire sur parole.',
  sections: {
    how: {
      title: 'Ce qui est prouvé',
      body: [
        'Avant l’ouverture du jeu, chaque ticket a reçu son lot, au hasard. De tous ces tickets, nous calculons une seule suite de 64 caractères : la racine. Elle est déposée chez un commissaire de justice et publiée ici, avec le nombre de tickets et de lots. Ensemble, ils forment l’engagement.',
        'La racine ne révèle aucun lot. Mais si un seul lot changeait de ticket, elle ne serait plus la même : le changement se verrait.',
        'Quand vous jouez un ticket, vous recevez sa preuve : son code, son lot, un sel que vous êtes seul à apprendre, et les empreintes qui mènent de lui à la racine. Votre navigateur refait le calcul. S’il arrive à la racine publiée, votre ticket avait ce lot avant l’ouverture.',
      ],
    },
    commitment: { title: 'L’engagement publié', body: [] },
    own: {
      title: 'Vérifier votre lot',
      body: [
        'Sur la page « Mes gains », « Vérifier mon lot » demande la preuve, la vérifie et vous laisse la télécharger. Elle reste vérifiable sans réseau.',
      ],
    },
    file: { title: 'Vérifier une preuve téléchargée', body: [] },
    alone: {
      title: 'Vérifier sans ce site',
      body: [
        'Le programme qui vérifie dans votre navigateur tient dans un fichier, lisible tel quel. Un second, écrit à part, fait la même vérification sur un ordinateur avec Node, sans réseau.',
        'Ils comparent avec l’engagement que vous leur donnez. Le dernier mot revient à l’acte déposé : comparez-en la racine avec celle que vous voyez.',
      ],
    },
    limits: {
      title: 'Ce qui n’est pas prouvé ainsi',
      body: [
        'Une preuve établit que les lots n’ont pas bougé depuis l’engagement. Que les lots aient été mêlés au hasard, c’est le commissaire de justice qui l’atteste : il assiste à la génération.',
        'Si une preuve est refusée, la partie fausse est nommée : racine, taille, code, lot, sel ou chemin. Sans le code imprimé sur le ticket, un code faux et un sel faux ne se distinguent pas, et la page le dit.',
      ],
    },
  },
  mine: 'Mes gains',
  source: 'Le programme de votre navigateur (check-proof.ts)',
  command: 'node verify.mjs preuve.json engagement.json CODE',
  verifier: 'Le vérificateur autonome (verify.mjs)',
}

const en: typeof fr = {
  title: 'The proof of your prize',
  lead: 'How to know that no one has changed your prize, without taking our word for it.',
  sections: {
    how: {
      title: 'What is proven',
      body: [
        'Before the contest opened, each ticket received its prize at random. From all these tickets we compute a single string of 64 characters: the root. It is deposited with a bailiff and published here, with the number of tickets and prizes. Together they are the commitment.',
        'The root reveals no prize. But if a single prize moved to another ticket, the root would differ: the change would show.',
        'When you play a ticket, you receive its proof: its code, its prize, a salt that only you learn, and the hashes that lead from it to the root. Your browser repeats the computation. If it arrives at the published root, your ticket had this prize before the opening.',
      ],
    },
    commitment: { title: 'The published commitment', body: [] },
    own: {
      title: 'Verify your prize',
      body: [
        'On the page “My prizes”, “Verify my prize” fetches the proof, checks it and lets you download it. It can still be checked without network.',
      ],
    },
    file: { title: 'Verify a downloaded proof', body: [] },
    alone: {
      title: 'Verify without this site',
      body: [
        'The program that checks in your browser is one file, readable as it stands. A second one, written separately, makes the same check on a computer with Node, without network.',
        'They compare with the commitment that you give them. The deposited statement has the last word: compare its root with the one you see.',
      ],
    },
    limits: {
      title: 'What this does not prove',
      body: [
        'A proof shows that the prizes have not moved since the commitment. That they were shuffled at random is what the bailiff attests, who watches the generation.',
        'If a proof is refused, the wrong part is named: root, size, code, prize, salt or path. Without the code printed on the receipt, a wrong code and a wrong salt cannot be told apart, and the page says so.',
      ],
    },
  },
  mine: 'My prizes',
  source: 'The program in your browser (check-proof.ts)',
  command: 'node verify.mjs proof.json commitment.json CODE',
  verifier: 'The stand-alone verifier (verify.mjs)',
}

/** The words of the page about proofs, which browsers do not load: they are in the page. */
export const proofPageWords = typeset({ fr, en })
