import { baseEn } from './messages-en-base'
import type { laterEn } from './messages-en-later'
import activity from './messages/en/activity.json'
import applications from './messages/en/applications.json'
import common from './messages/en/common.json'
import deployments from './messages/en/deployments.json'
import images from './messages/en/images.json'
import nodes from './messages/en/nodes.json'
import refusals from './messages/en/refusals.json'
import states from './messages/en/states.json'

export const en = {
  ...baseEn,
  activity,
  applications,
  common,
  deployments,
  images,
  nodes,
  refusals,
  states,
}

export type Messages = typeof en & typeof laterEn
