import type { App } from '@/lib/app'
import { isSameSecret } from '@/lib/auth/same-secret'

/** `GET /metrics`, for whoever has METRICS_TOKEN; served only where that is set, as it tells how much is going on. */
export function handleMetrics(app: Pick<App, 'config' | 'metrics'>, request: Request): Response {
  const { metricsToken } = app.config
  if (metricsToken === undefined || request.method !== 'GET') {
    return text(404, 'nothing is served here: set METRICS_TOKEN\n')
  }
  const given = /^Bearer +([^\s]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (given === undefined || !isSameSecret(given, metricsToken)) {
    return text(401, 'send Authorization: Bearer <METRICS_TOKEN>\n', { 'www-authenticate': 'Bearer' })
  }
  return text(200, app.metrics.render())
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  const type = 'text/plain; version=0.0.4; charset=utf-8'
  return new Response(body, { status, headers: { 'content-type': type, 'cache-control': 'no-store', ...headers } })
}
