import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { gateRoutes } from './accounts/gate/routes.ts'
import { mailedLinkRoutes } from './accounts/mailed-links/routes.ts'
import { ownSessionRoutes } from './accounts/own-sessions/routes.ts'
import { profileRoutes } from './accounts/profile/routes.ts'
import { providerRoutes } from './accounts/providers/routes.ts'
import { secondFactorRoutes } from './accounts/second-factor/set-up/routes.ts'
import { secondStepRoutes } from './accounts/second-factor/step/routes.ts'
import { signInRoutes } from './accounts/sign-in/routes.ts'
import { auditRoutes } from './administration/audit-routes.ts'
import { ticketRoutes } from './administration/ticket-routes.ts'
import { openBackground } from './background/background.ts'
import { bailiffRoutes } from './bailiff/routes.ts'
import type { Config } from './config.ts'
import { contestRoutes } from './contest/routes.ts'
import { publicDrawRoutes } from './draw/public-routes.ts'
import { drawRoutes } from './draw/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { gameRoutes } from './game/routes.ts'
import { handoverRoutes } from './handover/routes.ts'
import { handoverSearchRoutes } from './handover/search/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { refuseForeignOrigin } from './http/foreign-origin.ts'
import type { App } from './http/http-app.ts'
import { answerError, asRefusal } from './http/http-errors.ts'
import { noteRefusal } from './http/note-refusal.ts'
import { newsletterRoutes } from './newsletter/routes.ts'
import { personalDataRoutes } from './personal-data/routes.ts'
import { Refusal } from './refusal.ts'
import { accountHeaderSchema, refuseOtherAccount } from './sessions/other-account.ts'
import { admitSession } from './sessions/session.ts'
import { takeTurns } from './sessions/take-turns.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import type { Tools } from './tools.ts'
import { userRoutes } from './users/routes.ts'
import { lostFactorRoutes } from './users/second-factor/routes.ts'

const features = [
  healthRoutes,
  contestRoutes,
  signInRoutes,
  secondStepRoutes,
  secondFactorRoutes,
  gateRoutes,
  providerRoutes,
  mailedLinkRoutes,
  profileRoutes,
  ownSessionRoutes,
  gameRoutes,
  handoverSearchRoutes,
  handoverRoutes,
  exportRoutes,
  personalDataRoutes,
  newsletterRoutes,
  userRoutes,
  lostFactorRoutes,
  statisticsRoutes,
  ticketRoutes,
  auditRoutes,
  publicDrawRoutes,
  drawRoutes,
  bailiffRoutes,
]

/** The backend as one application, ready to listen or to be injected with requests. Closing it closes its tools. */
export async function buildApp(tools: Tools): Promise<App> {
  const { config } = tools
  const app: App = Fastify({
    logger: { level: config.production ? 'info' : 'warn', redact: ['req.headers.cookie', 'req.headers.authorization'] },
    trustProxy: config.http.trustProxy,
    genReqId: () => randomUUID(),
    // One logger for all: a child per request costs more than the session check. Log lines name the request id.
    childLoggerFactory: logger => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 16_384,
    // A request that arrived before closing began is answered.
    return503OnClosing: false,
  }).withTypeProvider<ZodTypeProvider>()

  // Closing runs backwards: routes finish what they have begun, then the work behind the answers, then the mails leave that it
  // queued, then the tools close.
  app.addHook('onClose', tools.close)
  if (tools.outbox) app.addHook('onClose', tools.outbox.deliver(app.log))
  app.decorate('background', openBackground(app.log))
  app.addHook('onClose', () => app.background.settled())
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
  const refuse: typeof answerError = (error, request, reply) => {
    noteRefusal(tools.metrics, request, asRefusal(error))
    answerError(error, request, reply)
  }
  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request, reply) => refuse(new Refusal('not-found'), request, reply))

  await describeRoutes(app, config)
  await guardRequests(app, tools)
  await serveDescription(app)
  for (const routes of features) await app.register((scope: FastifyInstance) => routes(scope as App, tools))
  return app
}

/** Makes the description of the API of the schemas of its routes. */
async function describeRoutes(app: App, { release, http }: Config): Promise<void> {
  await app.register(swagger, {
    openapi: { info: { title: 'Thé Tip Top', version: release.version }, servers: [{ url: http.apiUrl }] },
    transform: describeRoute,
    transformObject: jsonSchemaTransformObject,
  })
}

/** Serves it at `/docs`: all of it to administrators, and to others what is not for administrators alone. */
async function serveDescription(app: App): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    transformSpecification: (description, request) => {
      if (request.session?.role === 'admin') return description
      const paths = Object.entries(description.paths ?? {}).filter(([path]) => !path.startsWith('/admin/'))
      return { ...description, paths: Object.fromEntries(paths) }
    },
  })
}

/** The schema of a route as JSON schema, with the header that names an account where it counts. */
const describeRoute: typeof jsonSchemaTransform = route => {
  const described = jsonSchemaTransform(route)
  if (route.route.config?.anyAccount) return described
  return { ...described, schema: { ...described.schema, headers: accountHeaderSchema } }
}

/**
 * Every answer carries the protective headers; every request passes the check of its origin, gets its session, and
 * passes the check of the account that it names, and takes its turn.
 */
async function guardRequests(app: App, { config, sessions }: Tools): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('session', null)
  app.decorateRequest('lacksSecondStep', false)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(protectiveHeaders)
    done()
  })
  app.addHook('onRequest', refuseForeignOrigin(config.web.origin))
  app.addHook('onRequest', (request, reply, done) => {
    const found = request.routeOptions.config.sessionless ? null : sessions.find(request, reply)
    // Most sessions are known at once; waiting for a promise would cost each request a turn of the event loop.
    if (!(found instanceof Promise)) {
      admitSession(request, found, config)
      return done()
    }
    found.then(session => {
      admitSession(request, session, config)
      done()
    }, done)
  })
  app.addHook('onRequest', refuseOtherAccount)
  // Last of all: a body that arrives slowly, or a request that a role refuses, holds no turn.
  app.addHook('preHandler', takeTurns())
}

/** Answers are data for one person: no page, no script, nothing to cache. nginx adds HSTS. */
const protectiveHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
}
