import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { nextOrder, readRelease, wasProven } from '../colours.ts'
import { type ApplicationPiece, isAfter, pieces, type Release, releaseName } from '../release.ts'

/** What goes back: both images with their configuration, or one image alone. */
export type RollbackScope = 'full' | ApplicationPiece

/** What is to go back, and to which release; `to` null: to the last one before. */
export type RollbackRequest = { scope: RollbackScope; to: string | null }

/**
 * Which release a rollback takes from: the one that was named; else the last one that served before the running one,
 * and for one piece alone the last one that had another.
 * @throws a Failure when there is none, or when it cannot live with the database as it is
 */
export async function releaseBefore(running: Release, { scope, to }: RollbackRequest, home: Home): Promise<Release> {
  if (to === running.name)
    throw new Failure('already-there', `${to} sert déjà.`, {
      hint: '--to nomme une autre version, ou se laisse de côté : alors la dernière d’avant revient.',
    })
  const before = to ? await servedRelease(to, home) : await lastOther(running, scope, home)
  // What the database went through does not concern pages.
  if (scope !== 'frontend') await expectLivable(before, running, home)
  return before
}

/** @throws a Failure `refused` if a release cannot live with the database as it is by now */
export async function expectLivable(before: Release, running: Release, home: Home): Promise<void> {
  const breaking = await breakingSince(before, running, home)
  if (!breaking) return
  throw new Failure(
    'refused',
    `${breaking.name} a changé la base de sorte que ${before.name} ne peut plus vivre avec elle : ` +
      'le retour demande aussi la base de son point de retour.',
    { hint: `tiptop restore ${home.environment} --point NOM --full` },
  )
}

/**
 * The release of this name, which has served.
 * @throws a Failure `not-there` if this server has none, `refused` if it never worked
 */
export async function servedRelease(name: string, home: Home): Promise<Release> {
  const release = await readRelease(home, name)
  if (!release)
    throw new Failure('not-there', `Ce serveur n'a pas de version « ${name} ».`, {
      hint: `${home.releases} montre celles qu'il a.`,
    })
  if (!(await wasProven(home, name)))
    throw new Failure('refused', `${name} n'a jamais servi : sa mise en service a échoué.`, {
      hint: '--to nomme une version qui a servi : tiptop runs list montre lesquelles.',
    })
  return release
}

async function lastOther(running: Release, scope: RollbackScope, home: Home): Promise<Release> {
  if (!running.former)
    throw new Failure(
      'not-there',
      `${running.name} est la première version de ce serveur : il n'y en a pas avant elle.`,
      { hint: 'Une correction se déploie comme une version nouvelle : tiptop deploy.' },
    )
  for (let name: string | null = running.former; name; ) {
    const release: Release | null = await readRelease(home, name)
    if (!release)
      throw new Failure('not-there', `Ce serveur n'a plus la version ${name}.`, { hint: '--to en nomme une autre.' })
    if (scope === 'full' || release.images[scope] !== running.images[scope]) return release
    name = release.former
  }
  throw new Failure('not-there', `Aucune version d'avant ${running.name} n'a un autre ${scope}.`, {
    hint: `tiptop rollback ${home.environment} full revient à la dernière version d’avant.`,
  })
}

/** The release on the way back whose migration those before it cannot live with; null when there is none. */
export async function breakingSince(before: Release, running: Release, home: Home): Promise<Release | null> {
  for (let at: Release | null = running; at && isAfter(at, before); ) {
    if (at.breaking) return at
    // The release itself may be kept by a rollback point alone.
    if (at.former === before.name) return null
    at = at.former ? await linkOf(at, at.former, home) : null
  }
  return null
}

/** Without this link nothing says what the database has gone through since. */
async function linkOf({ name }: Release, former: string, home: Home): Promise<Release> {
  const release = await readRelease(home, former)
  if (release) return release
  throw new Failure(
    'not-there',
    `Ce serveur n'a plus la version ${former}, que ${name} a remplacée : rien ne dit si la base a changé.`,
    {
      hint: `Le retour avec la base d’un point de retour reste possible : tiptop restore ${home.environment} --point NOM --full.`,
    },
  )
}

/** The images of the running release, one of which comes from a release before; going back again goes on from there. */
export async function mix(
  running: Release,
  before: Release,
  piece: ApplicationPiece,
  { home, now }: { home: Home; now: Date },
): Promise<Release> {
  const from = (each: ApplicationPiece) => (each === piece ? before : running)
  const [backend, frontend] = pieces.map(from) as [Release, Release]
  return {
    name: releaseName(now, before.version, `${piece}-${before.commits[piece].slice(0, 7)}`),
    version: backend.version,
    commits: { backend: backend.commits.backend, frontend: frontend.commits.frontend },
    images: { backend: backend.images.backend, frontend: frontend.images.frontend },
    madeAt: now.toISOString(),
    order: await nextOrder(home),
    former: before.name,
    // The database has had their migrations, and those of all releases between them.
    breaking: running.breaking || before.breaking || (await breakingSince(before, running, home)) !== null,
  }
}
