export { NewVersionPage as default } from '@/components/applications/form/new-version-page'
