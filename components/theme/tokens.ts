/**
 * The colours of the console; everything else names them through the theme. `contrast.test.ts` holds them to WCAG AA
 * on every surface that they can stand on.
 */
const light = {
  mode: 'light',
  background: { default: '#F6F7F9', paper: '#FFFFFF', raised: '#FFFFFF' },
  divider: '#E1E5EA',
  /** The border of what can be filled in or switched: it must be seen to be found. */
  outline: '#818B97',
  text: { primary: '#141A21', secondary: '#4E5967', disabled: '#8C96A3' },
  action: {
    active: '#4E5967',
    hover: 'rgba(20, 26, 33, 0.04)',
    hoverOpacity: 0.04,
    selected: 'rgba(10, 114, 109, 0.07)',
    selectedOpacity: 0.07,
    focus: 'rgba(20, 26, 33, 0.06)',
    focusOpacity: 0.06,
    disabled: '#8C96A3',
    disabledBackground: '#E1E5EA',
  },
  primary: { main: '#0A706B', dark: '#075B57', light: '#0E938D', contrastText: '#FFFFFF' },
  success: { main: '#167041', contrastText: '#FFFFFF' },
  info: { main: '#2953DD', contrastText: '#FFFFFF' },
  warning: { main: '#805300', contrastText: '#FFFFFF' },
  error: { main: '#BC2A44', dark: '#9C2038', contrastText: '#FFFFFF' },
  tone: { good: '#167041', working: '#2953DD', attention: '#805300', bad: '#BC2A44', none: '#4E5967' },
  tint: { good: '#E7F4EC', working: '#EAEFFD', attention: '#FBF1DD', bad: '#FCEBEE', none: '#EEF1F4' },
} as const

const dark = {
  mode: 'dark',
  background: { default: '#0F1317', paper: '#161B21', raised: '#1D242C' },
  divider: '#2A323C',
  outline: '#727E8C',
  text: { primary: '#E8ECF1', secondary: '#A8B3C0', disabled: '#66717E' },
  action: {
    active: '#A8B3C0',
    hover: 'rgba(232, 236, 241, 0.06)',
    hoverOpacity: 0.06,
    selected: 'rgba(60, 200, 191, 0.1)',
    selectedOpacity: 0.1,
    focus: 'rgba(232, 236, 241, 0.1)',
    focusOpacity: 0.1,
    disabled: '#66717E',
    disabledBackground: '#2A323C',
  },
  primary: { main: '#3CC8BF', dark: '#62D8D0', light: '#62D8D0', contrastText: '#0F1317' },
  success: { main: '#4CC38A', contrastText: '#0F1317' },
  info: { main: '#93ACFF', contrastText: '#0F1317' },
  warning: { main: '#E2B84B', contrastText: '#0F1317' },
  error: { main: '#FF8EA0', dark: '#FFA6B4', contrastText: '#0F1317' },
  tone: { good: '#4CC38A', working: '#93ACFF', attention: '#E2B84B', bad: '#FF8EA0', none: '#A8B3C0' },
  tint: { good: '#15291F', working: '#1A2340', attention: '#2C2514', bad: '#33191F', none: '#222A33' },
} as const

export const palettes = { light, dark }

/** What a colour says of a thing's state. */
export type Tone = keyof typeof light.tone

/**
 * `--font-inter` is set by `app/layout.tsx`, with a fallback of the same measures. Machine names are in the system's
 * own monospace: a served one would cost as much again as the text face.
 */
export const fonts = {
  sans: 'var(--font-inter, Inter), system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
}
