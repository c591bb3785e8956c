import { expect, it } from 'vitest'
import { readableStep } from './build-step'

it.each([
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g"]', 'CMD ["nginx" "-g"]'],
  ['/bin/sh -c apt-get update \t&&   apt-get install -y x', 'RUN apt-get update && apt-get install -y x'],
  ['RUN /bin/sh -c make \\\n  install # buildkit', 'RUN make \\ install'],
  ['RUN |1 VERSION=1.2 /bin/sh -c make $VERSION # buildkit', 'RUN make $VERSION'],
  ['|2 A=1 B=2 /bin/sh -c make', 'RUN make'],
  [`/bin/sh -c #(nop) ADD file:${'0123456789ab'.padEnd(64, 'c')} in / `, 'ADD file:0123456789ab… in /'],
  ['COPY . /app # buildkit', 'COPY . /app'],
  ['bazel build ...', 'bazel build ...'],
  ['', ''],
])('%j reads %j', (createdBy, expected) => expect(readableStep(createdBy)).toBe(expected))
