/**
 * Whether the app may begin in this browser.
 *
 *   checking ──all there──▶ passed
 *      ├──chat app, nobody enrolled──▶ in-app
 *      └──something missing──▶ missing ──go on online──▶ passed
 */
import { createSignal, type Accessor } from 'solid-js';
import { askPersistence } from './ask-persistence.ts';
import type { CapabilityReport } from './screens/gate/check-capabilities.ts';
import { inAppBrowser, type InAppBrowser } from './screens/gate/in-app-browser.ts';

export type GateState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'in-app'; readonly browser: InAppBrowser }
  | { readonly kind: 'missing'; readonly report: CapabilityReport };

export type Gate = {
  readonly state: Accessor<GateState>;
  /** `enrolled`: somebody's store opened here before, so the abilities are proven and the start need not wait. */
  readonly check: (enrolled: boolean) => Promise<void>;
  readonly continueOnline: () => void;
};

const passedNote = 'xunzhen.gate-passed';

export function createGate(): Gate {
  const [state, setState] = createSignal<GateState>({ kind: 'checking' });
  const pass = (): void => {
    setState({ kind: 'passed' });
    remember();
  };
  return {
    state,
    continueOnline: pass,
    check: async (enrolled) => {
      if (enrolled || passedBefore()) {
        setState({ kind: 'passed' });
        void askPersistence();
        return;
      }
      const browser = inAppBrowser(navigator.userAgent);
      if (browser !== null) {
        setState({ kind: 'in-app', browser });
        return;
      }
      const { checkCapabilities } = await import('./screens/gate/check-capabilities.ts');
      const report = await checkCapabilities();
      const { persistence: _, ...needed } = report;
      if (Object.values(needed).every(Boolean)) pass();
      else setState({ kind: 'missing', report });
    },
  };
}

/** For this session of the browser; the next one checks anew unless somebody is enrolled. */
function passedBefore(): boolean {
  try {
    return sessionStorage.getItem(passedNote) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    sessionStorage.setItem(passedNote, 'passed');
  } catch {
    // Checked again at the next start.
  }
}
