import { z } from 'zod'
import { DEPLOYMENT_STATUSES } from '@/lib/deployments/schema'
import { NODE_STATUSES } from '@/lib/nodes/schema'
import { recordName } from '@/lib/protocol/validation'

export const searchInput = z.object({
  text: recordName.describe('words that must all occur in a name, in any order and case'),
  limit: z.int().min(1).max(20).default(5).describe('the most of each kind'),
})
export type SearchInput = z.output<typeof searchInput>

const imageFound = z.object({ orgName: z.string(), imageName: z.string() })

/** What was found of each kind: names that begin with the first word before others. */
export const searchResult = z.object({
  nodes: z.array(z.object({ name: z.string(), status: z.enum(NODE_STATUSES) })),
  orgs: z.array(z.object({ orgName: z.string() })),
  images: z.array(imageFound),
  imageVersions: z.array(imageFound.extend({ imageVersion: z.string() })),
  applications: z.array(z.object({ appName: z.string() })),
  deployments: z
    .array(
      z.object({
        appName: z.string(),
        version: z.string(),
        nodeName: z.string(),
        status: z.enum(DEPLOYMENT_STATUSES),
      }),
    )
    .describe('by the names of application and node'),
})
export type SearchResult = z.infer<typeof searchResult>
