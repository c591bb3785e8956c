const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** The number that a Kubernetes quantity such as `500m` or `8048996Ki` means; 0 for what is no quantity. */
export function parseQuantity(text: string): number {
  const [, digits = '', suffix = ''] = /^([+-]?[0-9.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text.trim()) ?? []
  const value = Number(digits) * (SUFFIXES[suffix] ?? NaN)
  return digits !== '' && Number.isFinite(value) ? value : 0
}

/** Cores as a quantity of millicores; more than none is at least one. */
export function cpuQuantity(cores: number): string {
  return `${Math.ceil(cores * 1000 - 1e-6)}m`
}

/** MiB as a quantity, in KiB where it is no whole number. */
export function memoryQuantity(mebibytes: number): string {
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : `${Math.ceil(mebibytes * 1024)}Ki`
}
