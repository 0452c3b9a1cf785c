import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Outcome } from '#shared/outcome.ts';
import { problemStatus } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { SignedIn } from '../auth/sessions.ts';

/** What the middlewares leave for the routes. */
export type Env = { Variables: { signedIn: SignedIn | null; secure: boolean } };
export type RouteContext = Context<Env>;

export function problemReply(c: Context, { code, detail }: Problem): Response {
  if (problemStatus[code] === 429 && typeof detail['seconds'] === 'number') c.header('Retry-After', String(detail['seconds']));
  return c.json({ problem: { code, detail } }, problemStatus[code] as ContentfulStatusCode);
}

/** A refusal as its problem, a value as JSON. */
export function outcomeReply<T extends object>(c: Context, outcome: Outcome<T>): Response {
  return outcome.kind === 'ok' ? c.json(outcome.value) : problemReply(c, outcome.problem);
}
