import applications from './messages/en/applications.json'
import common from './messages/en/common.json'
import deployments from './messages/en/deployments.json'
import errors from './messages/en/errors.json'
import images from './messages/en/images.json'
import nodes from './messages/en/nodes.json'
import overview from './messages/en/overview.json'
import session from './messages/en/session.json'
import shell from './messages/en/shell.json'
import states from './messages/en/states.json'

export const en = { applications, common, deployments, errors, images, nodes, overview, session, shell, states }

export type Messages = typeof en
