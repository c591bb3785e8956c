'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId, useState, type ChangeEvent, type SubmitEvent } from 'react'
import { useCodeText } from '@/components/ui/code-text'
import { HideIcon, ShowIcon } from '@/components/ui/icons'
import { toApiError, type ApiError } from '@/lib/client/api-error'
import { signIn } from '@/lib/client/session-calls'
import { PlainButton } from './plain-button'

interface FieldProps {
  label: string
  name: string
  autoComplete: string
  password?: boolean
  autoFocus?: boolean
  value: string
  onChange: (value: string) => void
}

interface SignInFormProps {
  /** Who is expected, where that is known. */
  user?: string
  onSignedIn: () => void | Promise<void>
}

export function SignInForm({ user = '', onSignedIn }: SignInFormProps) {
  const t = useTranslations('session')
  const [userName, setUserName] = useState(user)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError>()

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy || userName === '' || password === '') return
    setBusy(true)
    setError(undefined)
    try {
      await signIn(userName, password)
      await onSignedIn()
    } catch (thrown) {
      setError(toApiError(thrown))
      setBusy(false)
    }
  }
  return (
    <Box component="form" onSubmit={(event) => void submit(event)} sx={{ display: 'grid', gap: 4 }}>
      <Field
        label={t('userName')}
        name="username"
        autoComplete="username"
        autoFocus={user === ''}
        value={userName}
        onChange={setUserName}
      />
      <Field
        label={t('password')}
        name="password"
        autoComplete="current-password"
        password
        autoFocus={user !== ''}
        value={password}
        onChange={setPassword}
      />
      {error && <SignInError error={error} />}
      <PlainButton look="filled" type="submit" aria-busy={busy} disabled={busy || userName === '' || password === ''}>
        {t('signIn')}
      </PlainButton>
    </Box>
  )
}

function SignInError({ error }: { error: ApiError }) {
  const t = useTranslations('session')
  const codeText = useCodeText()
  const { data } = error
  const seconds = typeof data === 'object' && data !== null && 'seconds' in data ? Number(data.seconds) : undefined
  const wait = seconds === undefined ? t('wait') : t('waitSeconds', { seconds })
  const text = error.status === 429 ? wait : error.status === 401 ? t('wrong') : codeText(error)
  return (
    <Typography role="alert" sx={{ color: 'tone.bad' }}>
      {text}
    </Typography>
  )
}

function Field({ label, name, autoComplete, password = false, autoFocus = false, value, onChange }: FieldProps) {
  const t = useTranslations('session')
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div>
      <Box component="label" htmlFor={id} sx={{ display: 'block', fontWeight: 500, mb: 1 }}>
        {label}
      </Box>
      <Box sx={{ position: 'relative' }}>
        <Box
          component="input"
          id={id}
          name={name}
          type={password && !shown ? 'password' : 'text'}
          autoComplete={autoComplete}
          autoFocus={autoFocus}
          value={value}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
          sx={INPUT}
        />
        {password && (
          <PlainButton
            look="icon"
            aria-label={shown ? t('hidePassword') : t('showPassword')}
            onClick={() => setShown(!shown)}
            sx={{ position: 'absolute', right: 4, top: 3 }}
          >
            {shown ? <HideIcon fontSize="small" /> : <ShowIcon fontSize="small" />}
          </PlainButton>
        )}
      </Box>
    </div>
  )
}

// A plain input: the text fields of the library would be a tenth of all that the sign-in loads.
const INPUT = {
  width: '100%',
  height: 40,
  px: 3,
  boxSizing: 'border-box',
  font: 'inherit',
  color: 'text.primary',
  bgcolor: 'background.paper',
  border: 1,
  borderColor: 'outline',
  borderRadius: 1,
  '&:focus-visible': { outline: 2, outlineStyle: 'solid', outlineColor: 'primary.main', outlineOffset: -1 },
} as const
