import { expect, it } from 'vitest'
import { splitCommand } from './split-command'

it.each([
  ['', []],
  ['  ', []],
  ['sh', ['sh']],
  [' cat  /etc/hosts ', ['cat', '/etc/hosts']],
  [`sh -c 'echo "hi"; exit 3'`, ['sh', '-c', 'echo "hi"; exit 3']],
  [`sh -c "echo 'a b'"`, ['sh', '-c', `echo 'a b'`]],
  ['a\\ b c', ['a b', 'c']],
  [`x ""`, ['x', '']],
  [`x 'open`, ['x', 'open']],
])('%j has the words %j', (line, words) => {
  expect(splitCommand(line)).toEqual(words)
})
