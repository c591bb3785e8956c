import type { Components, Theme } from '@mui/material/styles'
import { fonts } from './tokens'

type ConsoleTheme = Omit<Theme, 'components'>

const REDUCED_MOTION = {
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': {
      animationDuration: '0.01ms !important',
      animationIterationCount: '1 !important',
      transitionDuration: '0.01ms !important',
      scrollBehavior: 'auto !important',
    },
  },
}

/** One ring for everything that the keyboard reaches. */
function ring(theme: ConsoleTheme, outlineOffset: number) {
  return { outline: `2px solid ${theme.vars?.palette.primary.main}`, outlineOffset }
}

/** What lies over the page: a border for its edge, a shadow for its height. */
function floating({ theme }: { theme: ConsoleTheme }) {
  return {
    backgroundColor: theme.vars?.palette.background.raised,
    border: `1px solid ${theme.vars?.palette.divider}`,
    boxShadow: '0 1px 2px rgba(0, 0, 0, 0.08), 0 8px 24px rgba(0, 0, 0, 0.14)',
  }
}

/** How MUI's components look here: borders rather than shadows, dense, quiet. */
export const components: Components<ConsoleTheme> = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      body: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
      'code, pre, kbd': { fontFamily: fonts.mono, fontSize: '0.8125rem' },
      ':focus-visible': ring(theme, 2),
      // Headings take the focus when their page opens, see `use-page-focus.ts`: nothing to be acted on.
      'h1:focus, main:focus': { outline: 'none' },
      '::selection': {
        backgroundColor: theme.vars?.palette.primary.main,
        color: theme.vars?.palette.primary.contrastText,
      },
      ...REDUCED_MOTION,
    }),
  },
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: { root: ({ theme }) => ({ '&:focus-visible': ring(theme, 2) }) },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 36,
        padding: theme.spacing(1, 3),
        // The library's are a pixel or two off the grid.
        '& .MuiButton-startIcon': { marginLeft: -2, marginRight: 6 },
        '& .MuiButton-endIcon': { marginLeft: 6, marginRight: -2 },
      }),
      outlined: ({ theme }) => ({
        borderColor: theme.vars?.palette.outline,
        '&:hover': { borderColor: 'currentColor' },
        '&.Mui-disabled': { borderColor: theme.vars?.palette.divider },
      }),
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: theme.shape.borderRadius,
        '&:hover': { backgroundColor: theme.vars?.palette.action.hover },
        '&:focus-visible': ring(theme, -2),
      }),
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiMenu: {
    defaultProps: { transitionDuration: 120 },
    styleOverrides: { paper: floating, list: ({ theme }) => ({ padding: theme.spacing(1) }) },
  },
  MuiDialog: { styleOverrides: { paper: floating } },
  MuiDialogTitle: {
    styleOverrides: { root: ({ theme }) => ({ ...theme.typography.h2, padding: theme.spacing(5, 6, 3) }) },
  },
  MuiDialogContent: { styleOverrides: { root: ({ theme }) => ({ padding: theme.spacing(0, 6, 4) }) } },
  MuiDialogActions: { styleOverrides: { root: ({ theme }) => ({ padding: theme.spacing(3, 6, 5) }) } },
  MuiBackdrop: {
    styleOverrides: { root: { '&:not(.MuiBackdrop-invisible)': { backgroundColor: 'rgba(8, 12, 16, 0.5)' } } },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: ({ theme }) => ({
        fontSize: '0.875rem',
        minHeight: 36,
        borderRadius: 6,
        padding: theme.spacing(1, 3),
        '&.Mui-selected': { fontWeight: 500, backgroundColor: theme.vars?.palette.action.selected },
        '&:focus-visible': ring(theme, -2),
      }),
    },
  },
  MuiOutlinedInput: {
    styleOverrides: {
      root: ({ theme }) => ({ backgroundColor: theme.vars?.palette.background.paper }),
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars?.palette.outline }),
    },
  },
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiFormControl: { defaultProps: { size: 'small', fullWidth: true } },
  MuiFormHelperText: { styleOverrides: { root: { marginLeft: 0, marginRight: 0 } } },
  MuiCheckbox: {
    styleOverrides: { root: ({ theme }) => ({ color: theme.vars?.palette.outline, borderRadius: 6 }) },
  },
  MuiRadio: { styleOverrides: { root: ({ theme }) => ({ color: theme.vars?.palette.outline }) } },
  MuiTableRow: {
    styleOverrides: {
      root: ({ theme }) => ({
        '&.Mui-selected, &.Mui-selected:hover': { backgroundColor: theme.vars?.palette.action.selected },
      }),
    },
  },
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
