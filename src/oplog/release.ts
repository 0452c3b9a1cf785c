/**
 * An office command, written as an op of the server's own chain: a step that was set aside counts from now on. It writes no register;
 * what it changes is what the released ops write.
 */
import type { DeviceId } from '#shared/ids.ts';
import type { Op } from './op.ts';

export type Release = { readonly device: DeviceId; readonly step: string };

const prefix = '@release';

export function releaseField({ device, step }: Release): string {
  return [prefix, device, step].join('/');
}

/** Null for any other op. */
export function releaseOf({ kind, field }: Pick<Op, 'kind' | 'field'>): Release | null {
  if (kind !== 'set' || field?.startsWith(`${prefix}/`) !== true) return null;
  const [, device, step] = field.split('/');
  return device === undefined || step === undefined ? null : { device: device as DeviceId, step };
}
