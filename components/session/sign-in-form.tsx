'use client'
import HideIcon from '@mui/icons-material/VisibilityOff'
import ShowIcon from '@mui/icons-material/Visibility'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControl from '@mui/material/FormControl'
import IconButton from '@mui/material/IconButton'
import InputLabel from '@mui/material/InputLabel'
import OutlinedInput from '@mui/material/OutlinedInput'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useId, useState, type SubmitEvent } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { toApiError, type ApiError } from '@/lib/client/api-error'
import { signIn } from '@/lib/client/session'

interface FieldProps {
  label: string
  name: string
  autoComplete: string
  password?: boolean
  autoFocus?: boolean
  value: string
  onChange: (value: string) => void
}

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations('session')
  const [userName, setUserName] = useState('')
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
      onSignedIn()
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
        autoFocus
        value={userName}
        onChange={setUserName}
      />
      <Field
        label={t('password')}
        name="password"
        autoComplete="current-password"
        password
        value={password}
        onChange={setPassword}
      />
      {error && <SignInError error={error} />}
      <Button type="submit" variant="contained" loading={busy} disabled={userName === '' || password === ''}>
        {t('signIn')}
      </Button>
    </Box>
  )
}

function SignInError({ error }: { error: ApiError }) {
  const t = useTranslations('session')
  const errorText = useErrorText()
  const seconds = /(\d+) s$/.exec(error.msg)?.[1]
  const wait = seconds === undefined ? t('wait') : t('waitSeconds', { seconds: Number(seconds) })
  const text = error.status === 429 ? wait : error.status === 401 ? t('wrong') : errorText(error)
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
  const toggle = password && (
    <IconButton aria-label={shown ? t('hidePassword') : t('showPassword')} onClick={() => setShown(!shown)} edge="end">
      {shown ? <HideIcon fontSize="small" /> : <ShowIcon fontSize="small" />}
    </IconButton>
  )
  return (
    <FormControl>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        id={id}
        name={name}
        label={label}
        type={password && !shown ? 'password' : 'text'}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        endAdornment={toggle}
      />
    </FormControl>
  )
}
