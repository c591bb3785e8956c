const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }

/** The value of a resource quantity such as `250m`, `1.5`, `64Mi`, `1e3`; undefined where it is none. */
export function readQuantity(text: string): number | undefined {
  const match = QUANTITY.exec(text)
  if (!match) return undefined
  const value = Number(match[1])
  const suffix = match[2]
  if (!suffix) return value
  const binary = BINARY.indexOf(suffix)
  if (binary >= 0) return value * 1024 ** (binary + 1)
  // an exponent such as e3 before the SI suffix E, which stands alone
  const exponent = DECIMAL[suffix] ?? Number(suffix.slice(1))
  return Number(`${value}e${exponent}`)
}

/** The number that a Kubernetes quantity means; 0 for what is none. */
export function parseQuantity(text = '0'): number {
  return readQuantity(text.trim()) ?? 0
}

/** Cores as a quantity of millicores; more than none is at least one. */
export function cpuQuantity(cores: number): string {
  return `${Math.ceil(cores * 1000 - 1e-6)}m`
}

/** MiB as a quantity, in KiB where it is no whole number. */
export function memoryQuantity(mebibytes: number): string {
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : `${Math.ceil(mebibytes * 1024)}Ki`
}
