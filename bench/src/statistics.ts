/** The value at a part of sorted values, between two of them where it lies there. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The upper 95 % bound of the median, without an assumption about the distribution: the smallest of the sorted values of which
 * so many lie below that the median is above it in at most 5 % of all samples. `Infinity` for fewer than 5 values.
 */
export function upperBoundOfMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const count = sorted.length
  let below = 0
  for (let rank = 1, ways = 1; rank <= count; rank++) {
    // Binomial, one half: how likely it is that fewer than `rank` values lie below the median.
    below += ways / 2 ** count
    if (1 - below <= 0.05) return sorted[rank - 1] ?? Infinity
    ways = (ways * (count - rank + 1)) / rank
  }
  return Infinity
}
