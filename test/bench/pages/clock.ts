/** Milliseconds of a fixed loop: tells how busy the machine is. */
export function calibrate(): number {
  const began = performance.now();
  let state = 1;
  for (let turn = 0; turn < 2e7; turn++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  // The condition keeps the loop from being optimised away.
  return state === 0.5 ? 0 : performance.now() - began;
}
