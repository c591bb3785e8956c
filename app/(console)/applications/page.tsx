export { ApplicationsPage as default } from '@/components/applications/applications-page'
