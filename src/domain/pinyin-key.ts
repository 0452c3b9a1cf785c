/** The shape of the search key that the server computes for a firm's name: pinyin initials, lower case, letters and digits only. */
export function searchKey(initials: string): string {
  return initials
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/gu, '');
}
