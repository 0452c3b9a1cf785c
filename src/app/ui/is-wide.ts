/** A desk's screen: the desk layout and the rail at the left. */
export function isWide(): boolean {
  return matchMedia('(min-width: 900px)').matches;
}
