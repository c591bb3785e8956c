export { OrgsPage as default } from '@/components/images/orgs-page'
