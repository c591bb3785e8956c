/**
 * Why an installation failed, by the name that programs know it by: answered as `failure.name`, with what the text
 * names as `failure.params`. The pages have a sentence for each in every language.
 */
export const FAILURES = {
  unknownHost: 'the name {ip} is not known to the console’s machine',
  unreachable: '{ip} cannot be reached: {why}',
  refused: '{ip} takes no connection on port {port}: is its SSH server running?',
  connectTimeout: '{ip}:{port} did not answer in time',
  notSsh: 'what answers on {ip}:{port} is no SSH server that this console can speak with: {why}',
  wrongPassword: 'the machine refuses the password of {user}',
  keyRefused: 'the machine refuses the private key of {user}',
  noPasswordLogin: 'the machine lets nobody sign in with a password: use a private key',
  hostKeyChanged:
    'the host key of {ip}:{port} has changed: it was {old} and is {new}; accept the new one only if you know why',
  sudoPassword: '{user} needs a password for sudo, and there is none',
  sudoWrongPassword: 'sudo refuses the password of {user}',
  sudoNotAllowed: '{user} may not become root by sudo: {why}',
  sudoMissing: '{user} is not root, and the machine has no sudo',
  scriptFailed: 'the install script failed: {why}',
  connectionLost: 'the connection was lost in the middle of the installation',
  timeout: 'it took longer than {minutes} minutes and was ended',
  sshMissing: 'the console’s machine has no ssh: install the OpenSSH client there',
  sshFailed: 'ssh ended with status {status}: {why}',
  interrupted: 'the console failed or was ended in the middle of it, several times',
  credentialsGone: 'its password or key cannot be read any more: was JWT_SECRET changed? Give it again',
  scriptUnavailable: 'its install script could not be made: {why}',
  notJoined:
    'the script ended well, but the node did not join within {minutes} minutes: see journalctl -u edgecore on it',
  nodeDeleted: 'its node was deleted',
} as const satisfies Record<string, string>

export type FailureName = keyof typeof FAILURES

export interface Failure {
  readonly name: FailureName
  readonly params: Readonly<Record<string, string>>
}

export function failureOf(name: FailureName, params: Record<string, string | number> = {}): Failure {
  return { name, params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])) }
}

export function failureText({ name, params }: Failure): string {
  return FAILURES[name].replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? '')
}

/** As a record keeps it; undefined where there is none. */
export function readFailure(name: string, params: string): Failure | undefined {
  const known = (Object.keys(FAILURES) as FailureName[]).find((one) => one === name)
  return known === undefined ? undefined : { name: known, params: JSON.parse(params) as Failure['params'] }
}
