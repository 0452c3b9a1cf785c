/** The writing worker on a disk that has no room for the first op. */
import '#store/writer.worker.ts';

const put = IDBObjectStore.prototype.put;
let isFull = true;
IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args): IDBRequest<IDBValidKey> {
  if (!isFull || this.name !== 'ops') return put.apply(this, args);
  isFull = false;
  throw new DOMException('no room', 'QuotaExceededError');
};
