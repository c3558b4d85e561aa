import { sealRegularly } from './audit/chain/seal-events.ts'
import { purgeRegularly } from './background/purge-expired.ts'
import { mailDrawnRegularly } from './draw/letters/send-letters.ts'
import type { App } from './http/http-app.ts'
import { measureRegularly } from './replica/measure-regularly.ts'
import { foldRegularly } from './statistics/fold-counts.ts'
import type { Tools } from './tools.ts'

/** Starts what a backend does besides answering requests, until it is closed. */
export function doRegularWork(app: App, tools: Tools): void {
  for (const start of [purgeRegularly, foldRegularly, sealRegularly, mailDrawnRegularly, measureRegularly])
    app.addHook('onClose', start(tools, app.log))
}
