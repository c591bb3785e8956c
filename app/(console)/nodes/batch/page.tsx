export { BatchesPage as default } from '@/components/batch/batches-page'
