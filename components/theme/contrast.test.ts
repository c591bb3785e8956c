import { describe, expect, it } from 'vitest'
import { ansiColours, terminalColours } from './terminal-colours'
import { palettes } from './tokens'

type Rgb = readonly [number, number, number]

/** WCAG 2.2, 1.4.3 and 1.4.11. */
const TEXT = 4.5
const CONTROL = 3

function parse(color: string): { rgb: Rgb; alpha: number } {
  const hex = /^#(..)(..)(..)$/.exec(color)
  if (hex) return { rgb: [part(hex[1], 16), part(hex[2], 16), part(hex[3], 16)], alpha: 1 }
  const rgba = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(color)
  if (!rgba) throw new Error(`not a colour that this test reads: ${color}`)
  return { rgb: [part(rgba[1], 10), part(rgba[2], 10), part(rgba[3], 10)], alpha: Number(rgba[4]) }
}

function part(digits: string | undefined, radix: number): number {
  return Number.parseInt(digits ?? '', radix)
}

/** A colour, which may be translucent, laid over an opaque one. */
function over(color: string, below: Rgb): Rgb {
  const { rgb, alpha } = parse(color)
  const mix = (index: 0 | 1 | 2) => rgb[index] * alpha + below[index] * (1 - alpha)
  return [mix(0), mix(1), mix(2)]
}

/** WCAG's relative luminance. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const solid = (color: string) => over(color, [0, 0, 0])

it('measures as WCAG does', () => {
  expect(contrast(solid('#000000'), solid('#FFFFFF'))).toBeCloseTo(21, 5)
  expect(contrast(solid('#767676'), solid('#FFFFFF'))).toBeCloseTo(4.54, 2)
})

describe.each(['light', 'dark'] as const)('the %s theme', (mode) => {
  const palette = palettes[mode]
  const { background, action } = palette
  const plain = Object.entries(background).map(([name, color]) => [name, solid(color)] as const)
  const surfaces = plain.flatMap(([name, rgb]) => {
    const selected = over(action.selected, rgb)
    return [
      [name, rgb],
      [`${name}, hovered`, over(action.hover, rgb)],
      [`${name}, focused`, over(action.focus, rgb)],
      [`${name}, selected`, selected],
      [`${name}, selected and hovered`, over(action.hover, selected)],
    ] as const
  })
  const texts = {
    primary: palette.text.primary,
    secondary: palette.text.secondary,
    accent: palette.primary.main,
    accentHovered: palette.primary.dark,
    error: palette.error.main,
    ...palette.tone,
  }

  it.each(surfaces)('can be read on the surface “%s”', (_, surface) => {
    const poor = Object.entries(texts)
      .map(([name, color]) => [name, contrast(solid(color), surface)] as const)
      .filter(([, ratio]) => ratio < TEXT)
    expect(poor).toEqual([])
  })

  it('can be read on the tint of a state: its own colour, and text', () => {
    const poor = Object.entries(palette.tint).flatMap(([name, tint]) =>
      [palette.tone[name as keyof typeof palette.tone], palette.text.primary, palette.text.secondary]
        .map((color) => [name, color, contrast(solid(color), solid(tint))] as const)
        .filter(([, , ratio]) => ratio < TEXT),
    )
    expect(poor).toEqual([])
  })

  it.each(['primary', 'success', 'info', 'warning', 'error'] as const)('can be read on a %s button', (name) => {
    const color = palette[name]
    const faces = 'dark' in color ? [color.main, color.dark] : [color.main]
    for (const face of faces) expect(contrast(solid(color.contrastText), solid(face))).toBeGreaterThanOrEqual(TEXT)
  })

  it.each(plain)('shows borders of controls and the focus on the surface “%s”', (_, surface) => {
    expect(contrast(solid(palette.outline), surface)).toBeGreaterThanOrEqual(CONTROL)
    expect(contrast(solid(palette.primary.main), surface)).toBeGreaterThanOrEqual(CONTROL)
  })
})

describe('a terminal', () => {
  const { background, foreground, selectionBackground } = terminalColours

  it('has the sixteen colours that programs name', () => {
    expect(Object.keys(ansiColours)).toHaveLength(16)
    expect(new Set(Object.values(ansiColours)).size).toBe(16)
  })

  it.each([
    ['its screen', background],
    ['what is selected', selectionBackground],
  ])('can be read in each of its colours on %s', (_, surface) => {
    const poor = Object.entries({ ...ansiColours, foreground })
      .map(([name, color]) => [name, contrast(solid(color), solid(surface))] as const)
      .filter(([, ratio]) => ratio < TEXT)
    expect(poor).toEqual([])
  })
})
