import type { Page } from '@playwright/test';
import { startPhone } from '../../e2e/support/phone.ts';

/** A browser of its own on the profile, its page throttled, closed whatever happens. */
export async function onPhone(profile: string, cpu: number, act: (page: Page) => Promise<void>): Promise<void> {
  const phone = await startPhone({ profile });
  try {
    const cdp = await phone.page.context().newCDPSession(phone.page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    await act(phone.page);
  } finally {
    await phone.close();
  }
}
