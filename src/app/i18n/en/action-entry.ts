/** English of `zh-CN/action-entry.ts`. */
import type { TextsLike } from '../texts-like.ts';
import type { actionEntry as entryChinese } from '../zh-CN/action-entry.ts';

export const actionEntry: TextsLike<typeof entryChinese> = {
  title: 'Actions',
  all: 'All actions',
  overdue: '{count} {count?action:actions} overdue',
  soon: '{count} {count?action:actions} due within 7 days',
  firm: 'Actions',
  firmOpen: '{count} open',
  firmNone: 'No open actions at this firm',
  raise: 'Raise a finding',
  findings: 'Findings',
  findingsCount: '{count} {count?finding:findings}',
  findingsAll: 'Raise and see findings',
  followUp: 'Follow-up',
  followUpText: 'Follow-up on {count} {count?action:actions}',
  severity: { minor: 'minor', major: 'major', critical: 'critical' },
};
