export { ComparePage as default } from '@/components/applications/compare/compare-page'
