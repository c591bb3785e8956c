import { links } from '@/lib/client/links'
import { showcase } from '../harness/showcase'
import { words } from './page-list'

interface List {
  address: string
  operation: string
  /** The table without which the server cannot answer. */
  table: string
  /** What a viewer is not offered. */
  change?: string
}

const nodes = words('en', 'nodes')
const batch = words('en', 'batch')
const images = words('en', 'images')
const applications = words('en', 'applications')
const deployments = words('en', 'deployments')
const { org, image, app, version, draft, onlineNode, waitingNode } = showcase

/** Every list of the console, with what `seedShowcase` made: those that are pages, and those in pages of records. */
export const LISTS: Readonly<Record<string, List>> = {
  nodes: { address: links.nodes, operation: 'node/listNode', table: 'Node', change: nodes.register },
  batches: { address: links.batches, operation: 'node/listBatch', table: 'NodeBatch', change: batch.begin },
  organisations: { address: links.orgs, operation: 'image/listOrg', table: 'ImageOrg', change: images.createOrg },
  images: { address: links.images, operation: 'image/listImage', table: 'Image', change: images.upload },
  applications: {
    address: links.applications,
    operation: 'application/listApplication',
    table: 'Application',
    change: applications.new,
  },
  deployments: { address: links.deployments, operation: 'application/listDeploy', table: 'Deployment' },
  'machines of a batch': {
    address: links.batch(showcase.batch),
    operation: 'node/listBatchNode',
    table: 'BatchNode',
  },
  'deployments of a node': {
    address: links.node(onlineNode, 'deployments'),
    operation: 'application/listNodeDeploy',
    table: 'Deployment',
  },
  'images of an organisation': {
    address: links.org(org),
    operation: 'image/listImage',
    table: 'Image',
    change: images.upload,
  },
  'versions of an image': {
    address: links.image(org, image),
    operation: 'image/listImageVersion',
    table: 'ImageVersion',
    change: images.upload,
  },
  'versions of an application': {
    address: links.application(app),
    operation: 'application/listApplicationVersion',
    table: 'ApplicationVersion',
    change: applications.newVersion,
  },
  'where an application runs': {
    address: links.application(app, 'where'),
    operation: 'application/listDeploy',
    table: 'Deployment',
  },
  'deployments of a version': {
    address: links.version(app, version),
    operation: 'application/listDeploy',
    table: 'Deployment',
  },
  'nodes to deploy to': {
    address: links.deploy(app, version),
    operation: 'application/listDeployTarget',
    table: 'Deployment',
  },
}

interface Empty {
  address: string
  title: string
}

/** What a console has that nobody has used. */
export const EMPTY_AT_FIRST: readonly Empty[] = [
  { address: links.nodes, title: nodes.emptyTitle },
  { address: links.batches, title: batch.emptyTitle },
  { address: links.orgs, title: images.orgsEmptyTitle },
  { address: links.images, title: images.emptyTitle },
  { address: links.applications, title: applications.emptyTitle },
  { address: links.deployments, title: deployments.allEmptyTitle },
]

/** Lists of records that have none; an image and an application have a version from the first. */
export const EMPTY_OF_RECORDS: readonly Empty[] = [
  { address: links.org('empty-org'), title: images.emptyTitle },
  { address: links.node(waitingNode, 'deployments'), title: nodes.deployments.emptyTitle },
  { address: links.version(app, draft), title: deployments.emptyTitle },
]
