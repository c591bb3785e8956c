import { z } from 'zod'
import { readBody } from './http'
import { discard, type Call, type Requests } from './requests'

const MAX_BYTES = 1024 * 1024

/** `GET /api/v2.0/systeminfo`, which needs no account. */
const systemInfo = z.object({ auth_mode: z.string() })

/** Harbor's API v2.0, for what the distribution API does not let one do there; every call does no harm elsewhere. */
export class HarborApi {
  #isThere: boolean | undefined

  constructor(
    private readonly base: URL,
    private readonly requests: Requests,
  ) {}

  /** Whether the registry is a Harbor. */
  async isThere(): Promise<boolean> {
    if (this.#isThere !== undefined) return this.#isThere
    const answer = await this.requests.call(this.call('GET', 'systeminfo'))
    const body = (await readBody(answer, MAX_BYTES, 'GET systeminfo')).toString()
    return (this.#isThere = answer.statusCode === 200 && isSystemInfo(body))
  }

  /** Undefined where this cannot be known. */
  async hasProject(project: string): Promise<boolean | undefined> {
    if (!(await this.isThere())) return undefined
    const { statusCode } = await this.asked('HEAD', `projects?project_name=${encodeURIComponent(project)}`)
    if (statusCode === 200) return true
    return statusCode === 404 ? false : undefined
  }

  /**
   * Deletes a tag alone, its manifest and other tags stay.
   * @returns false where the registry is no Harbor
   */
  async deleteTag(repository: string, tag: string): Promise<boolean> {
    if (!(await this.isThere())) return false
    const [project = '', ...rest] = repository.split('/')
    // Twice, as Harbor's documentation asks for: the first decoding is its proxy's.
    const name = encodeURIComponent(encodeURIComponent(rest.join('/')))
    const path = `projects/${project}/repositories/${name}/artifacts/${tag}/tags/${tag}`
    const call = this.call('DELETE', path)
    const answer = await this.requests.call(call)
    if (answer.statusCode === 404) return discard(answer) ?? true
    await this.requests.expect(answer, [200], call.what)
    return true
  }

  private async asked(method: string, path: string) {
    const answer = await this.requests.call(this.call(method, path))
    discard(answer)
    return answer
  }

  private call(method: string, path: string): Call {
    return { what: `${method} ${path}`, method, url: new URL(`/api/v2.0/${path}`, this.base), scopes: [], basic: true }
  }
}

function isSystemInfo(body: string): boolean {
  try {
    return systemInfo.safeParse(JSON.parse(body)).success
  } catch {
    return false // another server's page
  }
}
