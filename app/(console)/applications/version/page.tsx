export { VersionPage as default } from '@/components/applications/version-page'
