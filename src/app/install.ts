/** Chrome and its kin hand over their install prompt once; it is kept until the person asks for it. */
import { createSignal } from 'solid-js';

type InstallPrompt = Event & { readonly prompt: () => Promise<unknown> };

const [prompt, setPrompt] = createSignal<InstallPrompt | null>(null);
const [installed, setInstalled] = createSignal(false);

/** The browser offers to install now; reactive. */
export const canInstall = (): boolean => prompt() !== null;
export const wasInstalled = installed;

export function watchInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    setPrompt(event as InstallPrompt);
  });
  window.addEventListener('appinstalled', () => {
    setPrompt(null);
    setInstalled(true);
  });
}

export async function install(): Promise<void> {
  const offered = prompt();
  setPrompt(null);
  await offered?.prompt();
}

/** Opened from the home screen. */
export function standsAlone(): boolean {
  return matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
}

/** iPhone or iPad, whose browsers delete what a site stored after seven days without a visit unless it is on the home screen. */
export function isIos(userAgent: string = navigator.userAgent): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && navigator.maxTouchPoints > 1);
}
