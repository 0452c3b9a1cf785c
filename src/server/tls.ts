/** A certificate of our own for a server on the local network: phones need HTTPS for the camera, storage and service worker. */
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export type Certificate = { readonly cert: string; readonly key: string };

/** Keeps one in `<data>/tls`; makes another when it runs out within a month or this machine has an address that it does not name. */
export async function ownCertificate(dataFolder: string, now: number): Promise<Certificate> {
  const folder = join(dataFolder, 'tls');
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const addresses = localAddresses();
  if (existsSync(certFile) && existsSync(keyFile)) {
    const cert = await readFile(certFile, 'utf8');
    if (stillFits(cert, addresses, now)) return { cert, key: await readFile(keyFile, 'utf8') };
  }
  const made = await generate([{ name: 'commonName', value: hostname() }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - day),
    // Apple refuses server certificates that live longer than 825 days.
    notAfterDate: new Date(now + 800 * day),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: hostname() },
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(certFile, made.cert);
  await writeFile(keyFile, made.private, { mode: 0o600 });
  return { cert: made.cert, key: made.private };
}

/** IPv4 addresses of this machine, the loopback first. */
export function localAddresses(): readonly string[] {
  const found = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ family, address, internal }) => (family === 'IPv4' && !internal ? [address] : [])),
  );
  return ['127.0.0.1', ...found];
}

const day = 24 * 60 * 60 * 1000;

function stillFits(cert: string, addresses: readonly string[], now: number): boolean {
  const read = new X509Certificate(cert);
  return new Date(read.validTo).getTime() > now + 30 * day && addresses.every((ip) => read.checkIP(ip) !== undefined);
}
