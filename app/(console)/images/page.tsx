export { ImagesPage as default } from '@/components/images/images-page'
