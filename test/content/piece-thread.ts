/** A thread of `doInThreads`: what it is given piece by piece, it answers with the piece's breaches. */
import { parentPort, workerData } from 'node:worker_threads';
import { doPiece, type Piece } from './pieces.ts';

parentPort?.on('message', async (piece: Piece) => parentPort?.postMessage(await doPiece(workerData as string, piece)));
