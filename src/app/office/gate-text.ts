/** The score at a gate it misses: with as many decimals as it takes not to look like the gate, and never rounded up to it. */
export function gateText(actual: number, required: number): string {
  for (let digits = 1; digits <= 6; digits += 1) {
    const text = actual.toFixed(digits);
    if (Number(text) < required || actual >= required) return text;
  }
  return String(actual);
}
