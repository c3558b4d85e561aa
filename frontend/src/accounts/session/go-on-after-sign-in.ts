'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { localPath } from './return-path.ts'
import { useSession } from './session.tsx'

/** Sends on whoever is signed in, to where he came from. @returns that page's path */
export function useGoOnAfterSignIn(lang: Lang): string {
  const router = useRouter()
  const { state } = useSession()
  const asked = useQuery('suite')
  const next = localPath(asked) ?? pathIn(lang, '/jeu')
  useEffect(() => {
    if (state.name === 'signed-in') router.replace(next)
  }, [state, next, router])
  return next
}
