export { OrgPage as default } from '@/components/images/org-page'
