export { createMemo, createRoot, createSignal } from 'solid-js';
