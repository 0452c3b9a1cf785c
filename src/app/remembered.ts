/** Small notes of this phone that must be readable before any store is open. None of them says anything about a firm. */

/** Person whose store was open last and was not locked since. */
export const openPerson = note('xunzhen.person');
/** Somebody was enrolled on this phone: the abilities of the browser are proven. */
export const enrolledBefore = note('xunzhen.enrolled');
/** Last time the app reloaded itself. */
export const lastReload = note('xunzhen.reloaded');

export type Note = { readonly read: () => string | null; readonly write: (value: string | null) => void };

function note(key: string): Note {
  return {
    read: () => {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write: (value) => {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Without localStorage the person chooses again at the next start.
      }
    },
  };
}
