import { expect, it } from 'vitest'
import { readNetwork } from './network'

it('reads what a version record holds', () => {
  const text = '{"type":"PortMapping","portMappings":[{"containerPort":80,"hostPort":8080}]}'
  expect(readNetwork(text)).toEqual({ type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] })
})

it.each(['', 'Host', 'null', '[]', '{}', '{"type":7,"portMappings":{}}'])(
  'takes %j for the network of the host',
  (text) => {
    expect(readNetwork(text)).toEqual({ type: 'Host', portMappings: [] })
  },
)

it('leaves out mappings that are none', () => {
  const text = '{"type":"PortMapping","portMappings":[null,{"hostPort":"80","containerPort":80},{"hostPort":1}]}'
  expect(readNetwork(text)).toEqual({ type: 'PortMapping', portMappings: [] })
})
