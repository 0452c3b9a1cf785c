import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether the phone believes it has a network. True proves nothing (portals, weak signal); false can be trusted. */
export function createOnline(): Accessor<boolean> {
  const [online, setOnline] = createSignal(navigator.onLine);
  const look = (): void => {
    setOnline(navigator.onLine);
  };
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  onCleanup(() => {
    window.removeEventListener('online', look);
    window.removeEventListener('offline', look);
  });
  return online;
}
