import type { App } from '../app.ts'
import type { Tools } from '../tools.ts'

export async function gameRoutes(_app: App, _tools: Tools) {}
