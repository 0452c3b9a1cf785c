import type { Problem } from '#shared/problems.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';

/** The desk's own words where the field app's would say that the data is on the phone. */
export function officeProblemText(reason: Problem): string {
  switch (reason.code) {
    case 'network.unreachable':
      return t('office.frame.offlineText');
    case 'network.not-ours':
      return t('office.frame.portalText');
    case 'auth.signed-out':
      return t('office.frame.signedOutText');
    case 'access.denied':
      return t('office.frame.deniedText');
    case 'server.failed':
      return t('office.frame.serverText');
    default:
      return problemText(reason);
  }
}
