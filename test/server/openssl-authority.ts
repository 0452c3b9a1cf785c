/** A timestamp authority of a test's own, played by the machine's openssl. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';

/** `ca`: PEM of its root, also at `ca.pem` in the folder. */
export type Authority = { readonly url: string; readonly ca: string; readonly close: () => void };

/** A certificate authority, a timestamp signer, and a responder over HTTP, all by the machine's openssl. */
export async function opensslAuthority(
  folder: string,
  answer: () => 'stamp' | 'other' | 'refuse' = () => 'stamp',
): Promise<Authority> {
  const run = (args: readonly string[]): string => openssl(folder, args);
  run([
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '30',
  ]);
  run(['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA']);
  writeFileSync(join(folder, 'tsa.ext'), 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n');
  run([
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'tsa.pem',
    '-extfile',
    'tsa.ext',
    '-days',
    '30',
  ]);
  const settings = [
    'default_policy = 1.2.3.4.1',
    'digests = sha256',
    'signer_digest = sha256',
    'serial = serial',
    'accuracy = secs:1',
    'ess_cert_id_chain = no',
  ];
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'tsa.cnf'),
    `[tsa]\ndefault_tsa = t\n[t]\nsigner_cert = tsa.pem\nsigner_key = tsa.key\ncerts = ca.pem\n${settings.join('\n')}\n`,
  );
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (answer() === 'refuse') {
        response.statusCode = 500;
        response.end();
        return;
      }
      writeFileSync(join(folder, 'q.tsq'), Buffer.concat(parts));
      if (answer() === 'other') {
        writeFileSync(join(folder, 'other'), 'another text');
        run(['ts', '-query', '-data', 'other', '-sha256', '-cert', '-out', 'q.tsq']);
      }
      run(['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'a.tsr']);
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(readFileSync(join(folder, 'a.tsr')));
    });
  });
  const port = await new Promise<number>((ready) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      ready(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    close: () => void server.close(),
  };
}

export function openssl(folder: string, args: readonly string[]): string {
  return execFileSync('openssl', [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
