export { DeployPage as default } from '@/components/deployments/deploy-page'
