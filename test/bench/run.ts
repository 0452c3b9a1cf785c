/** `npm run bench`: see `usage`. Each part loads only what it needs. */
import { readOptions, usage } from './options.ts';

const [command, ...rest] = process.argv.slice(2);
if (command === '--help') {
  console.log(usage);
} else if (command === 'server') {
  const { runServer } = await import('./server/run-server.ts');
  process.exitCode = await runServer(rest);
} else if (command === 'app') {
  const { runApp } = await import('./app/run-app.ts');
  process.exitCode = await runApp(rest);
} else {
  const { runClient } = await import('./client/run-client.ts');
  process.exitCode = await runClient(readOptions(command === undefined ? [] : [command, ...rest]));
}
