export { ImageVersionPage as default } from '@/components/images/image-version-page'
