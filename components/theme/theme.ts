'use client'
import { createTheme } from '@mui/material/styles'
import { components } from './component-styles'
import { fonts, palettes, type Tone } from './tokens'

declare module '@mui/material/styles' {
  interface TypeBackground {
    /** What floats: menus, dialogs. */
    raised: string
  }
  interface Palette {
    /** Words and marks of a state. */
    tone: Record<Tone, string>
    /** Behind what is said of a state: a banner, a badge. */
    tint: Record<Tone, string>
    /** The border of fields and other controls; `divider` is for lines that only part. */
    outline: string
  }
  interface PaletteOptions {
    tone?: Record<Tone, string>
    tint?: Record<Tone, string>
    outline?: string
  }
}

/** The attribute of <html> that says which palette holds. */
const COLOR_SCHEME_ATTRIBUTE = 'data-color-scheme'

const text = (size: number, weight: number, lineHeight: number) => ({
  fontSize: `${size / 16}rem`,
  fontWeight: weight,
  lineHeight: `${lineHeight}px`,
  letterSpacing: 0,
})

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: COLOR_SCHEME_ATTRIBUTE },
  colorSchemes: { light: { palette: palettes.light }, dark: { palette: palettes.dark } },
  spacing: 4,
  // From `md` on the navigation stands beside the page, which then has 850 pixels at least.
  breakpoints: { values: { xs: 0, sm: 600, md: 1100, lg: 1200, xl: 1536 } },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: fonts.sans,
    fontWeightBold: 600,
    // The scale: 12, 13, 14, 16, 20, 24. Every variant is on it, also those that no page uses yet.
    h1: { ...text(20, 600, 28), letterSpacing: '-0.01em' },
    h2: text(16, 600, 24),
    h3: text(14, 600, 20),
    /** Figures that lead a panel. */
    h4: { ...text(24, 600, 32), letterSpacing: '-0.015em' },
    h5: text(14, 600, 20),
    h6: text(14, 600, 20),
    subtitle1: text(14, 500, 20),
    overline: { ...text(12, 500, 16), textTransform: 'none' },
    body1: text(14, 400, 20),
    body2: text(13, 400, 20),
    caption: text(12, 400, 16),
    subtitle2: text(13, 500, 20),
    button: { ...text(14, 500, 20), textTransform: 'none' },
  },
  transitions: { duration: { shortest: 120, shorter: 120, short: 160, standard: 160, complex: 200 } },
  components,
})
