import type { Components, Theme } from '@mui/material/styles'
import { fonts } from './tokens'

const REDUCED_MOTION = {
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
  },
}

/** How MUI's components look here: borders rather than shadows, dense, quiet. */
export const components: Components<Omit<Theme, 'components'>> = {
  MuiCssBaseline: {
    styleOverrides: {
      body: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
      'code, pre, kbd': { fontFamily: fonts.mono, fontSize: '0.8125rem' },
      ...REDUCED_MOTION,
    },
  },
  MuiButtonBase: { defaultProps: { disableRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 34,
        padding: theme.spacing(1, 3),
        '&:focus-visible': { outline: `2px solid ${theme.vars?.palette.primary.main}`, outlineOffset: 2 },
      }),
      outlined: ({ theme }) => ({ borderColor: theme.vars?.palette.divider }),
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: theme.shape.borderRadius,
        '&:focus-visible': { outline: `2px solid ${theme.vars?.palette.primary.main}`, outlineOffset: -2 },
      }),
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiMenu: { styleOverrides: { paper: floating }, defaultProps: { transitionDuration: 120 } },
  MuiDialog: { styleOverrides: { paper: floating } },
  MuiMenuItem: { styleOverrides: { root: { fontSize: '0.875rem', minHeight: 36 } } },
  MuiOutlinedInput: {
    styleOverrides: {
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars?.palette.divider }),
    },
  },
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiFormControl: { defaultProps: { size: 'small', fullWidth: true } },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        height: 44,
        padding: theme.spacing(1, 3),
        borderColor: theme.vars?.palette.divider,
        fontSize: '0.875rem',
        '&:first-of-type': { paddingLeft: theme.spacing(4) },
      }),
      head: ({ theme }) => ({
        height: 36,
        fontSize: '0.75rem',
        fontWeight: 500,
        color: theme.vars?.palette.text.secondary,
        whiteSpace: 'nowrap',
      }),
    },
  },
  MuiChip: { styleOverrides: { root: { borderRadius: 6 } } },
  MuiTooltip: { defaultProps: { enterDelay: 300 } },
}

function floating({ theme }: { theme: Omit<Theme, 'components'> }) {
  return {
    backgroundColor: theme.vars?.palette.background.raised,
    border: `1px solid ${theme.vars?.palette.divider}`,
  }
}
