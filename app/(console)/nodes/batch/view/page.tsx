export { BatchPage as default } from '@/components/batch/batch-page'
