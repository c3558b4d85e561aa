import { openBackground } from '../background/background.ts'
import type { App } from '../http/http-app.ts'
import type { Tools } from '../tools.ts'
import { mailedLinkRoutes } from './mailed-links/routes.ts'
import { profileRoutes } from './profile/routes.ts'
import { providerRoutes } from './providers/routes.ts'
import { signInRoutes } from './sign-in/routes.ts'

export async function accountRoutes(app: App, tools: Tools) {
  const background = openBackground(app.log)
  app.addHook('onClose', background.settled)
  signInRoutes(app, tools, background)
  providerRoutes(app, tools, background)
  mailedLinkRoutes(app, tools, background)
  profileRoutes(app, tools)
}
