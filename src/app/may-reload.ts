const pause = 10 * 60 * 1000;

/** Whether the app may reload itself now. `last` and `now` are milliseconds since 1970; `last` is 0 when it never did. */
export function mayReload(state: {
  readonly online: boolean;
  readonly holds: readonly string[];
  readonly last: number;
  readonly now: number;
}): boolean {
  return state.online && state.holds.length === 0 && state.now - state.last >= pause;
}
