/** Settings from the environment, parsed once. */
import { resolve } from 'node:path';
import * as z from 'zod/mini';

const schema = z.object({
  PORT: z._default(z.string().check(z.regex(/^\d{1,5}$/, 'PORT 应是 0–65535 的数字')), '8080'),
  HOST: z._default(z.string(), '0.0.0.0'),
  DATA_DIR: z._default(z.string().check(z.minLength(1)), './data'),
  APP_DIR: z.optional(z.string()),
  NODE_ENV: z.optional(z.string()),
  TSA_URL: z.optional(z.string().check(z.regex(/^https?:\/\//, 'TSA_URL 应以 http:// 或 https:// 开头'))),
  FILES_ORIGIN: z.optional(z.string().check(z.regex(/^https?:\/\/[^/\s]+$/, 'FILES_ORIGIN 应是 https://主机名,后面没有路径'))),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//, 'DATABASE_URL 应以 postgres:// 开头'))),
});

export type Environment = {
  /** `NODE_ENV=production`: what is good enough to try things out is refused. */
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Timestamp authority (RFC 3161 over HTTP); null: no timestamps by others. */
  readonly timestampAuthority: string | null;
  /** `https://host` that originals are fetched from, of another name than the app's; null: from the app's own host. */
  readonly filesOrigin: string | null;
  /** A built phone app to serve as it is; null builds `dist/` when it is missing or stale. */
  readonly appFolder: string | null;
};

/** Throws with one line a fault. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, APP_DIR, TSA_URL, FILES_ORIGIN, NODE_ENV } = parsed.data;
  const production = NODE_ENV === 'production';
  if (production && DATABASE_URL !== undefined && hasWeakPassword(DATABASE_URL))
    throw new Error(
      'DATABASE_URL: 正式环境的数据库口令不能为空、不能是默认口令，至少 12 位。 The password is missing, a default or too short.',
    );
  return {
    production,
    port: Number(PORT),
    host: HOST,
    dataFolder: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL ?? null,
    timestampAuthority: TSA_URL ?? null,
    filesOrigin: FILES_ORIGIN ?? null,
    appFolder: APP_DIR === undefined ? null : resolve(APP_DIR),
  };
}

/** A database behind a socket of this machine asks the system who we are: it needs no password. */
function hasWeakPassword(address: string): boolean {
  const { username, password, hostname, searchParams } = new URL(address);
  if (hostname === '' || searchParams.get('host')?.startsWith('/') === true) return false;
  const secret = decodeURIComponent(password);
  return (
    secret.length < 12 ||
    secret === decodeURIComponent(username) ||
    /^(?:postgres|password|changeme|xunzhen|secret|admin)/iu.test(secret)
  );
}
