import type { en } from './messages-en'
import type { laterEn } from './messages-en-later'
import activity from './messages/zh/activity.json'
import applications from './messages/zh/applications.json'
import batch from './messages/zh/batch.json'
import cluster from './messages/zh/cluster.json'
import common from './messages/zh/common.json'
import deployments from './messages/zh/deployments.json'
import errors from './messages/zh/errors.json'
import images from './messages/zh/images.json'
import keys from './messages/zh/keys.json'
import nodes from './messages/zh/nodes.json'
import overview from './messages/zh/overview.json'
import palette from './messages/zh/palette.json'
import refusals from './messages/zh/refusals.json'
import session from './messages/zh/session.json'
import shell from './messages/zh/shell.json'
import states from './messages/zh/states.json'
import workloads from './messages/zh/workloads.json'

export const zh: typeof en & typeof laterEn = {
  activity,
  applications,
  batch,
  cluster,
  common,
  deployments,
  errors,
  images,
  keys,
  nodes,
  overview,
  palette,
  refusals,
  session,
  shell,
  states,
  workloads,
}
