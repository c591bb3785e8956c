import { describe, expect, test } from 'vitest'
import { nameFromAnnotations, nameFromFile, nameFromReference } from './image-names'

test.each([
  ['docker.io/library/nginx:1.25', { imageName: 'nginx', tag: '1.25' }],
  ['host:5000/a/b/c', { imageName: 'c', tag: 'latest' }],
])('nameFromReference(%s)', (text, expected) => {
  expect(nameFromReference(text)).toEqual(expected)
})

test('a tag that is no reference is named in the error', () => {
  expect(() => nameFromReference('Bad Name:1')).toThrow('Bad Name:1')
})

test.each([
  ['nginx.tar', 'nginx'],
  ['Nginx-1.25.TAR.GZ', 'nginx-1.25'],
  ['C:\\images\\nginx.tgz', 'nginx'],
  ['/tmp/../nginx.tar', 'nginx'],
  ['图.tar', undefined],
  ['', undefined],
])('nameFromFile(%j)', (file, expected) => {
  expect(nameFromFile(file)).toBe(expected)
})

describe('nameFromAnnotations', () => {
  const ref = (name: string) => ({ 'org.opencontainers.image.ref.name': name })
  test('the whole name is preferred', () => {
    const annotations = { ...ref('1.25'), 'io.containerd.image.name': 'docker.io/library/nginx:1.25' }
    expect(nameFromAnnotations(annotations, 'x.tar')).toEqual({ imageName: 'nginx', tag: '1.25' })
  })
  test('a reference', () => {
    expect(nameFromAnnotations(ref('a.io/b/nginx:2'), 'x.tar')).toEqual({ imageName: 'nginx', tag: '2' })
  })
  test('only a tag: the file tells the name', () => {
    expect(nameFromAnnotations(ref('1.25'), 'nginx.tar')).toEqual({ imageName: 'nginx', tag: '1.25' })
  })
  test('only a tag, and a file whose name cannot be an image’s', () => {
    expect(() => nameFromAnnotations(ref('1.25'), '图.tar')).toThrow('only the tag 1.25')
  })
  test('no tag at all', () => {
    expect(nameFromAnnotations({}, 'nginx.tar')).toBeUndefined()
    expect(nameFromAnnotations(null, 'nginx.tar')).toBeUndefined()
  })
})
