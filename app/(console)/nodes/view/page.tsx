export { NodePage as default } from '@/components/nodes/node-page'
