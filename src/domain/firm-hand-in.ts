/** Register of an assessment by which phones and the desk learn that the firm has filled its part by its link; only the server writes it. */
export const firmHandInField = 'desk/firm-hand-in';

/** `at` is the server's time; `answered` of `total` questions then. */
export type FirmHandIn = { readonly link: string; readonly at: string; readonly answered: number; readonly total: number };
