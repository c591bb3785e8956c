import { expect, it } from 'vitest'
import { links } from './links'

it.each(['edge-a', '上海 车间/1', 'a%2Fb', '?x=1&y#z', '../..', "O'Neill + sons"])(
  'carries the name %j to its page whole',
  (name) => {
    const { pathname, searchParams } = new URL(links.node(name), 'http://console.example')
    expect(pathname).toBe('/nodes/view')
    expect(searchParams.get('name')).toBe(name)
  },
)
