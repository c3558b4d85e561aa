import '../globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { SessionProvider } from '../../accounts/session/session.tsx'
import { ReminderWhenNeeded } from '../../accounts/verification/reminder-when-needed.tsx'
import { Footer } from '../../site/footer.tsx'
import { Header } from '../../site/header/header.tsx'
import { langOf, type PageParams } from '../../site/page-metadata.ts'
import { languages } from '../../ui/language.ts'
import { figtree, fraunces } from '../fonts.ts'

export const dynamicParams = false
export const generateStaticParams = () => languages.map(lang => ({ lang }))
export const viewport: Viewport = { themeColor: '#1f3d2f' }
export const metadata: Metadata = { metadataBase: new URL(process.env.NEXT_PUBLIC_WEB_URL || 'http://localhost:3000') }

export default async function Layout({ children, ...props }: PageParams & { children: ReactNode }) {
  const lang = await langOf(props)
  return (
    <html lang={lang} className={`${fraunces.variable} ${figtree.variable}`}>
      <body className="flex min-h-svh flex-col">
        <SessionProvider>
          <Header lang={lang} />
          <main id="contenu" tabIndex={-1} className="min-h-[calc(100svh-5rem)]">
            {children}
          </main>
          <ReminderWhenNeeded lang={lang} />
          <Footer lang={lang} />
        </SessionProvider>
      </body>
    </html>
  )
}
