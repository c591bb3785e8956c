import { describe, expect, it } from 'vitest'
import { causeOf } from './kubelet-failure'

const edge = { isEdge: true, isReady: true }
const LOG = 'Get "https://10.20.8.187:10352/containerLogs/default/web-1/main?follow=true": '

describe('why the API server could not ask the kubelet of an edge node', () => {
  it.each([
    [`${LOG}dial tcp 10.20.8.187:10352: connect: connection refused`, 'tunnelRefused'],
    ['error dialing backend: dial tcp 10.22.46.44:10250: connect: connection refused', 'tunnelRefused'],
    [`${LOG}EOF`, 'tunnelRefused'],
    [`${LOG}dial tcp 10.20.8.187:10352: connect: no route to host`, 'tunnelNoRoute'],
    ['error dialing backend: dial tcp 10.20.8.187:10350: i/o timeout', 'tunnelNoRoute'],
    [`${LOG}context deadline exceeded`, 'tunnelNoRoute'],
    ['error dialing backend: dial tcp: lookup edge-1 on 10.96.0.10:53: no such host', 'tunnelNoRoute'],
    ['Internal error occurred: ', 'tunnelNoSession'],
    ['can not find edge-1 session', 'tunnelNoSession'],
    ['GET /api/v1/namespaces/default/pods/web-1/log: HTTP 500', 'tunnelNoSession'],
    [`${LOG}x509: certificate signed by unknown authority`, 'tunnelCertificate'],
    [`${LOG}x509: certificate is valid for 10.0.0.1, not 10.20.8.187`, 'tunnelCertificate'],
    ['error dialing backend: remote error: tls: bad certificate', 'tunnelCertificate'],
    [`${LOG}http: server gave HTTP response to HTTPS client`, 'tunnelCertificate'],
    ['Forbidden (user=kube-apiserver-kubelet-client, verb=get, resource=nodes, subresource=proxy)', 'kubeletForbids'],
    ['something that nobody has seen yet', 'insideFailed'],
  ])('%s', (message, cause) => {
    expect(causeOf(message, edge)).toBe(cause)
  })
})

it('is the node’s silence first of all, whatever was said', () => {
  expect(causeOf('dial tcp 10.0.0.1:10350: connect: connection refused', { isEdge: true, isReady: false })).toBe(
    'nodeSilent',
  )
})

it('speaks of no tunnel where the node is none of KubeEdge’s', () => {
  const cloud = { isEdge: false, isReady: true }
  for (const why of ['connect: connection refused', 'i/o timeout', 'x509: certificate has expired']) {
    expect(causeOf(`error dialing backend: ${why}`, cloud)).toBe('kubeletUnreachable')
  }
  expect(causeOf('Internal error occurred: ', cloud)).toBe('insideFailed')
})
