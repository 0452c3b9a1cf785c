/** `npm run bench`: see `usage`. */
import { readOptions, usage } from './options.ts';

const [command, ...rest] = process.argv.slice(2);
if (command === '--help') {
  console.log(usage);
} else {
  const { runClient } = await import('./client/run-client.ts');
  process.exitCode = await runClient(readOptions(command === undefined ? [] : [command, ...rest]));
}
