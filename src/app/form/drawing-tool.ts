import type { Mark } from '#capture/picture/drawing.ts';

/** What a hand on the picture does: leaves a mark, or moves the corners of what is kept. */
export type Tool = Mark['kind'] | 'crop';
