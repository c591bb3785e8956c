import { describe, expect, it } from 'vitest'
import { links } from './links'
import { placeOf, placesIn, withPlace } from './places'

const place = (href: string) => {
  const { pathname, searchParams } = new URL(href, 'http://console')
  return placeOf(pathname, searchParams)
}

describe('the page of a record', () => {
  it.each([
    [links.node('门店 1/A'), 'node', ['门店 1/A']],
    [links.org('retail'), 'org', ['retail']],
    [links.image('retail', 'till'), 'image', ['retail', 'till']],
    [links.imageVersion('retail', 'till', '1.0'), 'imageVersion', ['retail', 'till', '1.0']],
    [links.application('a&b=c'), 'application', ['a&b=c']],
    [links.version('a', 'v1'), 'version', ['a', 'v1']],
    [links.deployment('a', 'n'), 'deployment', ['a', 'n']],
  ])('is %s', (href, kind, names) => expect(place(href)).toEqual({ kind, names, href }))

  it('is the same with another tab open', () => {
    expect(place(`${links.node('a')}&tab=events`)?.href).toBe(links.node('a'))
  })

  it.each(['/nodes', '/nodes/view', '/images/image?org=retail', '/nodes/view?name=', '/nowhere?name=a', '/'])(
    'is not %s',
    (href) => expect(place(href)).toBeUndefined(),
  )
})

describe('the last places', () => {
  const visit = (stored: string | null, name: string) =>
    withPlace(stored, { kind: 'node', names: [name], href: links.node(name) })

  it('are the newest first, each once, and not many', () => {
    let stored: string | null = null
    for (const name of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) stored = visit(stored, name)
    expect(placesIn(stored).map(({ names }) => names[0])).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'a'])
  })

  it.each([null, '', 'no JSON', '{}', '[7, null, "/nowhere", "javascript:alert(1)"]'])('are none in %j', (stored) =>
    expect(placesIn(stored)).toEqual([]),
  )
})
