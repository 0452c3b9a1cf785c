/** What is drawn on a copy of a picture. Places are shares of its width and height, 0 to 1, so that screen and full size agree. */
export type Spot = { readonly x: number; readonly y: number };

export type Mark =
  | { readonly kind: 'arrow' | 'circle' | 'cover'; readonly from: Spot; readonly to: Spot }
  | { readonly kind: 'text'; readonly at: Spot; readonly text: string };

/** Corners of what is kept: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Spot, Spot, Spot, Spot];

/** `corners` null: the whole picture. Marks are placed on the picture as it was before the crop. */
export type Drawing = { readonly marks: readonly Mark[]; readonly corners: Corners | null };

export const wholePicture: Corners = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** Line width and letter size, as a share of the longer edge. */
export const lineShare = 0.006;
export const letterShare = 0.034;
export const markColour = '#e5261f';
