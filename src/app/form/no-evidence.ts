import { refused } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { EvidenceDesk } from './create-evidence-desk.ts';
import type { EvidencePort } from './evidence-port.ts';

const nowhere = () => Promise.resolve(refused(problem('storage.unavailable')));

/** Keeps no photo: where a form is filled without a store behind it. */
export const noEvidence: EvidencePort = {
  moment: () => Promise.resolve({ monotonic: 0, zoneOffset: 0, serverOffset: null, beacon: null }),
  firm: () => '',
  author: () => '',
  times: () => Promise.resolve({ receivedAt: null, committedAt: null }),
  reuse: null,
  recordings: null,
  attach: nowhere,
  link: nowhere,
  remove: nowhere,
  setCaption: nowhere,
  notePending: nowhere,
  clearPending: nowhere,
  storage: () => Promise.resolve({ usage: null, quota: null, persisted: false, photosLeft: 0 }),
  thumbnail: () => Promise.resolve(null),
  bytes: () => Promise.resolve(null),
  now: () => Date.now(),
};

/** Neither shows nor takes any. */
export const noEvidenceDesk: EvidenceDesk = {
  of: () => [],
  working: () => 0,
  trouble: () => null,
  isUsed: () => false,
  dismissTrouble: () => undefined,
  shooting: () => null,
  open: () => Promise.resolve(),
  close: () => undefined,
  beforePicker: () => Promise.resolve(false),
  take: () => Promise.resolve(null),
  record: () => Promise.resolve(null),
  draw: () => Promise.resolve(null),
  link: () => Promise.resolve(),
  remove: () => Promise.resolve(false),
  undoRemove: () => null,
  setCaption: () => Promise.resolve(false),
  port: noEvidence,
  flush: () => Promise.resolve(),
  busy: () => false,
  cutOff: () => [],
  keepCutOff: () => Promise.resolve(),
  reportLost: () => undefined,
};
