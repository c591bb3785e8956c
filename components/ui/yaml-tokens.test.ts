import { describe, expect, it } from 'vitest'
import { yamlTokens } from './yaml-tokens'

const of = (line: string) => yamlTokens(line).map(({ kind, text }) => `${kind}=${text}`)

describe('yamlTokens', () => {
  it.each([
    ['kind: Deployment', ['key=kind', 'mark=:', 'value= Deployment']],
    ['  labels:', ['mark=  ', 'key=labels', 'mark=:']],
    ['    - name: container-<id>', ['mark=    - ', 'key=name', 'mark=:', 'value= container-', 'placeholder=<id>']],
    ['  - plain', ['mark=  - ', 'value=plain']],
    ['kubernetes.io/hostname: <node>', ['key=kubernetes.io/hostname', 'mark=:', 'value= ', 'placeholder=<node>']],
    ['image: registry:5000/p/o/i:1', ['key=image', 'mark=:', 'value= registry:5000/p/o/i:1']],
    ['\'yes\': "a: b"', ["key='yes'", 'mark=:', 'value= "a: b"']],
    ['# a comment: with a colon', ['comment=# a comment: with a colon']],
    ['', []],
  ])('takes %j apart', (line, expected) => expect(of(line)).toEqual(expected))

  it.each(['a < b > c', '- - x', ':', '- ', '<>', '"open', 'multi word text without a key'])(
    'loses nothing of %j',
    (line) =>
      expect(
        yamlTokens(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line),
  )
})
