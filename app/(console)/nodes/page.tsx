export { NodesPage as default } from '@/components/nodes/nodes-page'
