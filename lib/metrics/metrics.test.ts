import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from '@/lib/config/config'
import { Metrics } from './metrics'
import { handleMetrics } from './metrics-route'

const TOKEN = 'the token of the monitoring'
let metrics: Metrics
beforeEach(() => {
  metrics = new Metrics()
})
afterEach(() => metrics.close())

/** Every sample by its name and labels; a line that is none fails. */
function samples(): Record<string, number> {
  const lines = metrics.render().trimEnd().split('\n')
  const found = lines.filter((line) => !line.startsWith('# '))
  return Object.fromEntries(
    found.map((line) => {
      const [, name = '', value = ''] = /^([a-z_]+(?:\{[^{}]*\})?) ([-+.\deE]+)$/.exec(line) ?? []
      expect(line).toBe(`${name} ${value}`)
      return [name, Number(value)]
    }),
  )
}

it('counts answers by operation and code, and how long they took', () => {
  for (const seconds of [0.0005, 0.003, 0.003, 60]) metrics.answered('node/listNode', 0, seconds)
  metrics.answered('node/listNode', 20001, 0.1)
  metrics.answered('node/desNode', 0, 0.002)
  const bucket = (le: string) => `apulisedge_request_duration_seconds_bucket{operation="node/listNode",le="${le}"}`
  expect(samples()).toMatchObject({
    'apulisedge_requests_total{operation="node/listNode",code="0"}': 4,
    'apulisedge_requests_total{operation="node/listNode",code="20001"}': 1,
    'apulisedge_requests_total{operation="node/desNode",code="0"}': 1,
    [bucket('0.001')]: 1,
    [bucket('0.0025')]: 1,
    [bucket('0.005')]: 3,
    [bucket('0.1')]: 4,
    [bucket('10')]: 4,
    [bucket('+Inf')]: 5,
    'apulisedge_request_duration_seconds_count{operation="node/listNode"}': 5,
    'apulisedge_request_duration_seconds_sum{operation="node/listNode"}': expect.closeTo(60.1065) as number,
  })
})

it('tells of the process', () => {
  const now = Date.now() / 1000
  const { process_start_time_seconds: started = 0, ...found } = samples()
  expect(started).toBeGreaterThan(now - 3600)
  expect(started).toBeLessThanOrEqual(now + 1)
  expect(found.process_resident_memory_bytes).toBeGreaterThan(10e6)
  expect(found.process_cpu_seconds_total).toBeGreaterThan(0)
})

it('tells how late timers were since it was last asked', async () => {
  const blocked = performance.now() + 120
  await new Promise((resolve) => setTimeout(resolve, 30))
  while (performance.now() < blocked);
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(samples()['apulisedge_event_loop_lag_seconds{quantile="1"}']).toBeGreaterThan(0.05)
  expect(samples()['apulisedge_event_loop_lag_seconds{quantile="1"}']).toBeLessThan(0.05)
})

it('reads a gauge when it is asked, of two with one name the later', () => {
  let depth = 1
  metrics.gauge('apulisedge_queue', 'Old', () => -1)
  metrics.gauge('apulisedge_queue', 'New', () => depth)
  expect(samples().apulisedge_queue).toBe(1)
  depth = 2
  metrics.eventStreams = 3
  expect(samples()).toMatchObject({ apulisedge_queue: 2, apulisedge_event_streams: 3 })
  expect(metrics.render().match(/# TYPE apulisedge_queue gauge/g)).toHaveLength(1)
})

function asked(env: Record<string, string>, headers: Record<string, string> = {}, method = 'GET') {
  const app = { config: readConfig(env), metrics }
  return handleMetrics(app, new Request('http://127.0.0.1/metrics', { method, headers }))
}

it('is for whoever has the token', async () => {
  const env = { METRICS_TOKEN: TOKEN.replaceAll(' ', '-') }
  const answer = asked(env, { authorization: `Bearer ${env.METRICS_TOKEN}` })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await answer.text()).toContain('# TYPE apulisedge_requests_total counter')
  expect(asked(env).status).toBe(401)
  expect(asked(env, { authorization: 'Bearer another' }).status).toBe(401)
  expect(asked(env, { authorization: `Basic ${env.METRICS_TOKEN}` }).status).toBe(401)
  expect(asked(env, { authorization: `Bearer ${env.METRICS_TOKEN}` }, 'POST').status).toBe(404)
})

it('is not served where no token is set', () => {
  expect(asked({}).status).toBe(404)
  expect(asked({}, { authorization: 'Bearer undefined' }).status).toBe(404)
})
