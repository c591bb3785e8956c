'use client'
import Link from '@mui/material/Link'
import { useTranslations } from 'next-intl'
import { useLocaleControl } from '@/lib/i18n/i18n-provider'

/** Where what a list is about is explained, by those who make it. */
const PAGES = {
  nodes: { en: 'https://kubeedge.io/docs/', zh: 'https://kubeedge.io/zh/docs/' },
  images: {
    en: 'https://docs.docker.com/reference/cli/docker/image/save/',
    zh: 'https://docs.docker.com/reference/cli/docker/image/save/',
  },
  workloads: {
    en: 'https://kubernetes.io/docs/concepts/workloads/',
    zh: 'https://kubernetes.io/zh-cn/docs/concepts/workloads/',
  },
} as const

/** For whoever sees an empty list for the first time; it names the site that it leads to. */
export function LearnLink({ about }: { about: keyof typeof PAGES }) {
  const t = useTranslations('common')
  const { locale } = useLocaleControl()
  const href = PAGES[about][locale]
  return (
    <Link href={href} target="_blank" rel="noreferrer">
      {t(`learn.${about}`, { site: new URL(href).host })}
    </Link>
  )
}
