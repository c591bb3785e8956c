export { DeploymentPage as default } from '@/components/deployments/deployment-page'
