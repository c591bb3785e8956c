export { ImagePage as default } from '@/components/images/image-page'
