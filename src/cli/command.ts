/** What every command file exports as `command`. `main.ts` loads only the one that was asked for. */
export type Command = {
  /** Printed by `--help`. */
  readonly usage: string;
  /** Arguments after the command's name → exit code. 0: done, 1: checks failed, 2: bad input. */
  run(args: readonly string[]): Promise<number>;
};
