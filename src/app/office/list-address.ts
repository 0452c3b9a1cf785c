import { createSignal } from 'solid-js';

const [address, setAddress] = createSignal('/office');

/** Where the list was left: the way back from an assessment's own page keeps its filters and its place. */
export const listAddress = address;
export const noteListAddress = setAddress;
