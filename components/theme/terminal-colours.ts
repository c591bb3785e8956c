import { palettes } from './tokens'

const { background, divider, text, primary, error, tone } = palettes.dark

/** What the programs in a terminal name by number, as xterm.js calls it; held to WCAG AA by `contrast.test.ts`. */
export const ansiColours = {
  black: '#97A2AF',
  red: tone.bad,
  green: tone.good,
  yellow: tone.attention,
  blue: tone.working,
  magenta: '#D0A3FF',
  cyan: primary.main,
  white: '#CBD3DC',
  brightBlack: text.secondary,
  brightRed: error.dark,
  brightGreen: '#7FDBB0',
  brightYellow: '#F1D486',
  brightBlue: '#B7C7FF',
  brightMagenta: '#E2C7FF',
  brightCyan: primary.light,
  brightWhite: text.primary,
}

/** A terminal is dark in either theme: what programs write in colour is meant for one. */
export const terminalColours = {
  ...ansiColours,
  background: background.default,
  foreground: text.primary,
  cursor: primary.main,
  cursorAccent: background.default,
  selectionBackground: divider,
}
