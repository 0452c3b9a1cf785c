/** Runs in a thread of its own: gathers the rows it is sent and answers with the workbook's bytes. */
import { parentPort } from 'node:worker_threads';
import { buildXlsx, type XlsxSheet } from './build-xlsx.ts';
import type { XlsxMessage } from './write-xlsx.ts';

const sheets: XlsxSheet[] = [];

parentPort?.on('message', (message: XlsxMessage) => {
  switch (message.kind) {
    case 'table':
      sheets.push({ name: message.name, columns: message.columns, rows: [] });
      return;
    case 'rows':
      for (const row of message.rows) sheets.at(-1)?.rows.push(row);
      return;
    case 'end':
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
      void buildXlsx(sheets).then((bytes) => parentPort?.postMessage(bytes));
  }
});
