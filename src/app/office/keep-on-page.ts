import { createMemo, createSignal, type Accessor } from 'solid-js';
import { createPerson } from './create-person.ts';

type Kept<Value> = readonly [Accessor<Value | undefined>, (value: Value) => void];

/**
 * What somebody types or decides at the desk and has not sent, by what it is about, kept while the page is: another record in between or
 * a session that ends loses nothing. It is shown to nobody else who signs in on the same page.
 */
export function keepOnPage<Value>(): (about: Accessor<string>) => Kept<Value> {
  const [kept, setKept] = createSignal<ReadonlyMap<string, Value>>(new Map());
  return (about) => {
    const person = createPerson();
    // Nobody is signed in when a session has ended: it is still theirs.
    const who = createMemo<string>((before) => person()?.id ?? before, '');
    const key = (): string => `${who()} ${about()}`;
    return [() => kept().get(key()), (value) => void setKept((before) => new Map(before).set(key(), value))];
  };
}
