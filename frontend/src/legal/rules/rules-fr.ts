import type { LegalText } from '../legal-text.ts'

export const rulesFr: LegalText = {
  title: 'Règlement du jeu',
  lead: 'Jeu-concours avec obligation d’achat. Tout ce qui s’applique à celles et ceux qui participent.',
  sections: [
    {
      id: 'organisateur',
      title: 'L’organisateur',
      body: [
        'Le jeu « Thé Tip Top » est organisé par {companyName}, {legalForm} au capital de {capital}, dont le siège est situé {headOffice}, immatriculée au registre du commerce et des sociétés sous le numéro {registration} (« l’organisateur »).',
        'Google et Facebook permettent seulement de se connecter : ils n’organisent pas le jeu, ne le parrainent pas et n’en répondent pas.',
      ],
    },
    {
      id: 'dates',
      title: 'Les dates du jeu',
      body: [
        { live: 'dates' },
        'Les heures sont celles de Paris. Passé la dernière date, plus aucun code ne se joue et plus aucun lot n’est remis.',
      ],
    },
    {
      id: 'participants',
      title: 'Qui peut participer',
      body: [
        'Le jeu est ouvert à toute personne physique majeure qui a fait, dans l’une de nos boutiques, un achat donnant droit à un code (article 4).',
        'La date de naissance est demandée à l’inscription ; elle est comparée à la pièce d’identité à la remise du lot. Une personne mineure ne peut ni jouer ni recevoir de lot.',
        'Le personnel de l’organisateur et de ses boutiques ne participe pas. Aucun membre du personnel ne se remet un lot à lui-même.',
      ],
    },
    {
      id: 'achat',
      title: 'L’achat et le code',
      body: [
        'Le jeu est avec obligation d’achat. Tout achat de plus de 49 € en une fois dans l’une de nos boutiques, pendant la période de remise des tickets, donne droit à un ticket de caisse portant un code de dix caractères.',
        'Un code ne se vend pas et ne se remplace pas : gardez votre ticket jusqu’à ce que vous l’ayez joué.',
      ],
    },
    {
      id: 'participation',
      title: 'Comment participer',
      body: [
        {
          list: [
            'Créez un compte sur ce site, avec une adresse e-mail, Google ou Facebook, ou connectez-vous.',
            'Saisissez le code de votre ticket sur la page [Jouer](/jeu). Le lot s’affiche aussitôt.',
            'Retrouvez-le dans [Mes gains](/mes-gains), avec la date jusqu’à laquelle il se retire.',
          ],
        },
        'Chaque code ne se joue qu’une fois et gagne un seul lot, qui revient à la première personne qui l’a joué. Le nombre de codes qu’une même personne peut jouer n’est pas limité.',
        'Après plusieurs codes erronés, il faut attendre avant d’en essayer un autre : cela protège les codes des autres.',
      ],
    },
    {
      id: 'lots',
      title: 'Les lots',
      body: [
        { live: 'prizes' },
        'La valeur est la valeur commerciale d’un lot, toutes taxes comprises ; elle n’est indiquée que pour les lots qui sont définis par elle.',
        'Un lot ne s’échange ni contre un autre ni contre de l’argent. Si l’un d’eux venait à manquer pour une raison qui échappe à l’organisateur, il serait remplacé par un lot de même nature et de valeur au moins égale.',
      ],
    },
    {
      id: 'attribution',
      title: 'L’attribution, et sa preuve',
      body: [
        'Tous les codes sont générés avant l’ouverture, chacun avec son lot. Les lots sont mêlés par un tirage informatique au hasard, en nombres exacts : personne, l’organisateur compris, ne choisit qui gagne quoi, et le moment où l’on joue n’y change rien.',
        'Avant l’ouverture, une empreinte (SHA-256) de toute cette répartition, sa racine, est calculée, déposée chez un commissaire de justice et publiée avec le nombre de tickets et de lots. Si un seul lot changeait ensuite de ticket, la racine ne correspondrait plus : le changement serait prouvé.',
        'Qui a joué un ticket peut demander la preuve de son lot et la vérifier lui-même : [comment, et ce que cela prouve](/preuve).',
        { live: 'allotment' },
      ],
    },
    {
      id: 'remise',
      title: 'La remise des lots',
      body: [
        'Les lots se retirent dans la boutique de votre choix, en personne, sur présentation d’une pièce d’identité en cours de validité dont le nom et la date de naissance correspondent à ceux du compte. Aucune copie n’en est gardée.',
        'La remise est refusée quand la pièce manque ou ne correspond pas ; le lot reste à retirer, et l’on peut se présenter de nouveau dans le délai.',
        'Un lot qui n’est pas retiré à la date limite (article 2) est perdu, sans compensation.',
      ],
    },
    {
      id: 'grand-lot',
      title: 'Le grand lot',
      body: [
        { live: 'grandPrize' },
        'Un tirage au sort le décerne après la fin des retraits (article 2), parmi toutes les personnes majeures qui ont joué au moins un code. Chacune a une seule chance, quel que soit le nombre de codes qu’elle a joués ou de comptes à son nom.',
        'Un commissaire de justice et l’organisateur arrêtent ensemble la liste des participants, où chacun est une suite de chiffres que lui seul peut reconnaître, et son empreinte est publiée. Le résultat se calcule à partir de cette liste, de la répartition déposée, d’un nombre que le commissaire de justice saisit et, s’il est annoncé avant, d’un aléa public. L’organisateur ne choisit pas qui gagne, et chacun peut [refaire le calcul et chercher sa place](/grand-lot).',
        'La personne désignée est prévenue par e-mail à l’adresse de son compte, qui lui dit jusqu’à quand se présenter. Passé ce délai, la personne suivante du même tirage prend sa place. L’initiale de la personne gagnante et la ville de la boutique où elle retire ses lots sont publiées. Un compte effacé avant que la liste soit arrêtée n’y figure pas, puisque personne ne pourrait être prévenu.',
        'Un tirage n’est refait que s’il est sans effet, avec un motif ; le premier reste publié à côté du second.',
      ],
    },
    {
      id: 'frais',
      title: 'Les frais',
      body: [
        'Jouer un code et retirer un lot ne coûtent rien de plus que l’achat. L’achat, la connexion à Internet et les déplacements ne sont pas remboursés.',
      ],
    },
    {
      id: 'donnees',
      title: 'Vos données personnelles',
      body: [
        'L’organisateur traite votre nom, votre adresse e-mail, votre date de naissance et les codes que vous jouez pour tenir le jeu et remettre les lots. Vos données sont gardées jusqu’à ce que vous effaciez votre compte, et au plus tard : {accountRetention}.',
        'Vous pouvez à tout moment les relire, les corriger, les télécharger et les effacer sur la page [Mon compte](/compte), ou écrire à {privacyContact}. Effacer son compte fait perdre les lots encore à retirer ; les tickets joués restent, sans nom, pour prouver le déroulement du jeu. Le détail est sur la page [Confidentialité](/confidentialite).',
        'La lettre de Thé Tip Top est séparée du jeu : l’accepter ou la refuser ne change rien à la participation.',
      ],
    },
    {
      id: 'loyaute',
      title: 'La loyauté du jeu',
      body: [
        'Chercher des codes au hasard ou par un programme, jouer sous une fausse identité, falsifier un ticket ou troubler le fonctionnement du site fait perdre le droit aux lots ainsi obtenus. Le compte peut être désactivé, et l’organisateur peut agir en justice.',
      ],
    },
    {
      id: 'responsabilite',
      title: 'La responsabilité',
      body: [
        'L’organisateur met en œuvre les moyens raisonnables pour que le site fonctionne, mais ne peut garantir qu’il soit sans interruption : il ne répond pas du réseau, de l’appareil ni du fournisseur d’accès des participants. Un code qui n’a pas pu être joué reste valable jusqu’à la date limite.',
        'En cas de force majeure, le jeu peut être écourté, prolongé, suspendu ou annulé ; les lots déjà révélés restent dus.',
        'Rien dans ce règlement ne limite les garanties et les droits que la loi donne aux consommateurs.',
      ],
    },
    {
      id: 'depot',
      title: 'Le dépôt et les modifications',
      body: [
        'Ce règlement et la racine de la répartition sont déposés auprès d’un commissaire de justice avant l’ouverture du jeu. Il se lit ici, gratuitement, pendant toute la durée du jeu.',
        'Toute modification est déposée de la même façon et publiée ici, avec la date de la version. Elle ne retire rien à qui a déjà joué. En cas de différence, le texte déposé l’emporte.',
      ],
    },
    {
      id: 'droit',
      title: 'Le droit applicable et les litiges',
      body: [
        'Ce règlement est soumis au droit français. Une réclamation s’adresse d’abord à l’organisateur, à {email}.',
        'Faute de réponse satisfaisante, toute personne peut recourir gratuitement au médiateur de la consommation : {mediator} (articles L. 611-1 et suivants du Code de la consommation). Elle garde le droit de saisir le tribunal, notamment celui de son domicile.',
      ],
    },
  ],
}
