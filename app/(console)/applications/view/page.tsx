export { ApplicationPage as default } from '@/components/applications/application-page'
