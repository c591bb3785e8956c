export { DeploymentsPage as default } from '@/components/deployments/deployments-page'
