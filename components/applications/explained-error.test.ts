import { expect, it } from 'vitest'
import { ApiError } from '@/lib/client/api-error'
import { explainRefusal } from './explained-error'

const sentences = { 'application deploy exist': 'It is still deployed.' }

it('says a known refusal in the words of the place, and keeps what is to be quoted', () => {
  const refusal = new ApiError(30000, 'application deploy exist', { msgId: 'abc', status: 400, data: { n: 1 } })
  expect(explainRefusal(refusal, sentences)).toMatchObject({
    code: 30000,
    msg: 'It is still deployed.',
    msgId: 'abc',
    status: 400,
    data: { n: 1 },
  })
})

it('leaves other errors alone', () => {
  const error = new ApiError(10003, 'Internal Server Error')
  expect(explainRefusal(error, sentences)).toBe(error)
  const odd = new ApiError(30000, 'toString')
  expect(explainRefusal(odd, sentences)).toBe(odd)
  expect(explainRefusal(undefined, sentences)).toBeUndefined()
})
