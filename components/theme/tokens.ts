/** The colours of the console; everything else names them through the theme. */
const light = {
  mode: 'light',
  background: { default: '#F6F7F9', paper: '#FFFFFF', raised: '#FFFFFF' },
  divider: '#E1E5EA',
  text: { primary: '#141A21', secondary: '#55606E' },
  primary: { main: '#0B7A75', contrastText: '#FFFFFF' },
  success: { main: '#1A7F4B', contrastText: '#FFFFFF' },
  info: { main: '#2F5BEA', contrastText: '#FFFFFF' },
  warning: { main: '#8A5A00', contrastText: '#FFFFFF' },
  error: { main: '#C4314B', contrastText: '#FFFFFF' },
  tone: { good: '#1A7F4B', working: '#2F5BEA', attention: '#8A5A00', bad: '#C4314B', none: '#55606E' },
} as const

const dark = {
  mode: 'dark',
  background: { default: '#0F1317', paper: '#161B21', raised: '#1D242C' },
  divider: '#2A323C',
  text: { primary: '#E8ECF1', secondary: '#9AA6B4' },
  primary: { main: '#3CC8BF', contrastText: '#0F1317' },
  success: { main: '#4CC38A', contrastText: '#0F1317' },
  info: { main: '#7C9BFF', contrastText: '#0F1317' },
  warning: { main: '#E2B84B', contrastText: '#0F1317' },
  error: { main: '#FF7A8F', contrastText: '#0F1317' },
  tone: { good: '#4CC38A', working: '#7C9BFF', attention: '#E2B84B', bad: '#FF7A8F', none: '#9AA6B4' },
} as const

export const palettes = { light, dark }

/** What a colour says of a thing's state. */
export type Tone = keyof typeof light.tone

export const fonts = {
  sans: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
}
