import { Dexie } from 'dexie';

export class StoreDatabase extends Dexie {}
