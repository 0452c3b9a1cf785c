/** The product's server with a whole county in it. Started by `start-county.ts`. */
import { definitionsFolder } from '../../../src/server/definitions/definitions-folder.ts';
import { startServer } from '../../../src/server/main.ts';
import { fillCounty } from './fill-county.ts';

const [dataFolder = '', dist = '', firms = '0', assessments = '0'] = process.argv.slice(2);
const running = await startServer({
  port: 0,
  host: '127.0.0.1',
  dataFolder,
  databaseUrl: null,
  definitionsFolder: definitionsFolder(),
  dist,
  certificate: null,
  timestampAuthority: null,
  filesOrigin: null,
  whenNew: (server) => fillCounty(server, { firms: Number(firms), assessments: Number(assessments) }),
});
process.send?.({ port: running.port });
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
