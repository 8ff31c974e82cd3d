import type { OutputPiece } from '../engine/index.ts';

/**
 * Whether a piece of a command's output is a complaint: what a program that failed wrote to its second stream, or a warning. Programs that succeed only talk
 * there (`curl -v`, `nc -zv`, `tcpdump`).
 */
export const isComplaint = ({ stream, text }: OutputPiece, exitCode: number): boolean => stream === 'stderr' && (exitCode !== 0 || /^Warning:/mu.test(text));
