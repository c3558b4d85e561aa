import type { App } from '../app.ts'
import type { Tools } from '../tools.ts'

export async function accountRoutes(_app: App, _tools: Tools) {}
