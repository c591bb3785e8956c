'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorNotice } from '@/components/ui/error-notice'
import type { ApiError } from '@/lib/client/api-error'

/** What is to be looked at, in the order in which it is most often what is missing. */
const STEPS = {
  tunnelRefused: ['cloudStream', 'edgeStream', 'forwarding'],
  tunnelNoRoute: ['forwarding', 'cloudStream', 'edgeStream'],
  tunnelNoSession: ['edgeStream', 'tunnelPort', 'certificate'],
  tunnelCertificate: ['certificate'],
  kubeletForbids: ['kubeletRights'],
  kubeletUnreachable: ['kubeletPort'],
  insideFailed: ['cloudStream', 'edgeStream', 'forwarding', 'certificate'],
  nodeSilent: ['node'],
} as const

/** What is typed where, to the letter. */
const COMMANDS = {
  cloudStream: 'keadm init … --set cloudCore.modules.cloudStream.enable=true',
  edgeStream: 'keadm join … --set modules.edgeStream.enable=true',
  forwarding: 'iptables -t nat -A OUTPUT -p tcp --dport 10350:10400 -j DNAT --to $CLOUDCOREIPS:10003',
  tunnelPort: 'nc -vz $CLOUDCOREIPS 10004',
  certificate: 'CLOUDCOREIPS="$CLOUDCOREIPS" certgen.sh stream',
  kubeletRights: 'kubectl auth can-i get nodes/proxy --as kube-apiserver-kubelet-client',
  kubeletPort: 'nc -vz $NODE 10250',
  node: 'systemctl status edgecore',
} as const

type Cause = keyof typeof STEPS
const isCause = (reason: unknown): reason is Cause => typeof reason === 'string' && Object.hasOwn(STEPS, reason)

interface InsideErrorProps {
  error: ApiError
  title: string
  onRetry?: () => void
}

/** Why a log or a terminal cannot be had, which part of the way there is probably missing, and what to set. */
export function InsideError({ error, title, onRetry }: InsideErrorProps) {
  const t = useTranslations('workloads')
  const { reason, why } = read(error.data)
  return (
    <Box sx={{ display: 'grid', gap: 4 }}>
      <ErrorNotice error={error} title={title} onRetry={onRetry} />
      {isCause(reason) && (
        <div>
          <Typography sx={{ fontWeight: 500 }}>{t('way.title')}</Typography>
          <Box component="ol" sx={{ m: 0, mt: 1, pl: 5, display: 'grid', gap: 3 }}>
            {STEPS[reason].map((step) => (
              <li key={step}>
                {t(`way.${step}`)}
                <Box component="pre" tabIndex={0} sx={codeSx}>
                  {COMMANDS[step]}
                </Box>
              </li>
            ))}
          </Box>
        </div>
      )}
      {isCause(reason) && why !== '' && (
        <div>
          <Typography sx={{ fontWeight: 500, display: 'flex', alignItems: 'center', gap: 1 }}>
            {t('way.raw')} <CopyButton text={why} />
          </Typography>
          <Box component="pre" tabIndex={0} sx={{ ...codeSx, whiteSpace: 'pre-wrap' }}>
            {why}
          </Box>
        </div>
      )}
    </Box>
  )
}

const codeSx = {
  m: 0,
  mt: 1,
  p: 2,
  overflow: 'auto',
  overflowWrap: 'anywhere',
  bgcolor: 'background.default',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
}

function read(data: unknown): { reason: unknown; why: string } {
  if (typeof data !== 'object' || data === null) return { reason: undefined, why: '' }
  const { reason, params } = data as { reason?: unknown; params?: { why?: unknown } }
  return { reason, why: typeof params?.why === 'string' ? params.why : '' }
}
