import type { NoRunCode } from '../exercise/run-code.ts';
import type { AgendaComplaint, AgendaProblem, Mode } from '../workshop/agenda.ts';
import type { NoCheckCode } from '../workshop/check-code.ts';
import type { NoResult } from '../workshop/result-file.ts';
import type { Language } from './language.ts';
import { workshopEn } from './workshop.en.ts';
import { workshopJa } from './workshop.ja.ts';

/** The words of a room: agendas, presenter and audience, codes and results. */
export interface WorkshopWords {
  readonly title: string;
  readonly lead: string;
  readonly withoutScript: string;
  readonly minutes: (minutes: number) => string;
  readonly modes: { readonly [mode in Mode]: string };
  readonly index: {
    readonly agendas: string;
    readonly steps: (count: number) => string;
    readonly own: string;
    readonly ownNote: string;
    readonly prepare: string;
    readonly room: string;
    readonly roomLead: string;
    readonly agenda: string;
    readonly makeRoom: string;
    readonly roomCode: string;
    readonly forLearners: string;
    readonly forLearnersNote: string;
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
    readonly qr: string;
    readonly newLearner: string;
    readonly newLearnerLead: string;
    readonly privacy: string;
    readonly privacyLines: readonly string[];
    readonly plainHttp: string;
    readonly version: string;
    readonly versionNote: string;
  };
  readonly agenda: {
    readonly before: string;
    readonly slack: (minutes: number) => string;
    readonly step: (number: number, of: number) => string;
    readonly from: (from: string, to: string) => string;
    readonly now: string;
    readonly previous: string;
    readonly next: string;
    readonly keys: string;
    readonly must: string;
    readonly instead: string;
    readonly stretch: string;
    readonly read: string;
    readonly questions: string;
    readonly open: string;
    /** The three states that a lab can be given. */
    readonly load: { readonly starter: string; readonly middle: string; readonly final: string };
    readonly loadNote: string;
    readonly room: (code: string) => string;
    readonly noRoom: string;
    readonly presenter: string;
    readonly audience: string;
    readonly board: string;
    readonly takeHome: string;
    readonly all: string;
    readonly noAgenda: string;
    readonly noFacts: string;
  };
  readonly own: {
    readonly title: string;
    readonly lead: string;
    readonly text: string;
    readonly file: string;
    readonly template: string;
    readonly good: (steps: number, minutes: number) => string;
    readonly bad: (problems: number) => string;
    readonly line: (line: number) => string;
    readonly preview: string;
    readonly link: string;
    readonly linkTooLong: string;
    readonly tooLarge: string;
    readonly linkBroken: string;
    readonly notKept: string;
    readonly fields: string;
    readonly mark: string;
  };
  readonly problem: (problem: AgendaProblem) => string;
  readonly presenter: {
    readonly title: string;
    readonly begin: string;
    readonly pause: string;
    readonly goOn: string;
    readonly plus: (minutes: number) => string;
    readonly timer: string;
    readonly left: (text: string) => string;
    readonly over: (text: string) => string;
    readonly paused: string;
    readonly notBegun: string;
    readonly timerSize: string;
    readonly sizes: { readonly hidden: string; readonly small: string; readonly large: string };
    readonly behind: (minutes: number) => string;
    readonly ahead: (minutes: number) => string;
    readonly onTime: string;
    readonly silent: string;
    readonly notes: string;
    readonly noNotes: string;
    readonly wrong: string;
    readonly noWrong: string;
    readonly askThem: string;
    readonly openAudience: string;
    readonly blocked: string;
    readonly connected: string;
    readonly alone: string;
    readonly oneScreen: string;
    readonly back: string;
    readonly languages: string;
    readonly oneLanguage: string;
    readonly bothLanguages: string;
    readonly showExercise: string;
    readonly showStep: string;
    readonly state: string;
    readonly following: string;
    readonly end: string;
    readonly steps: string;
  };
  readonly audience: {
    readonly title: string;
    readonly waiting: string;
    readonly notKept: string;
  };
  readonly rehearsal: {
    readonly title: string;
    readonly lead: string;
    readonly run: string;
    readonly running: (done: number, of: number) => string;
    readonly allGood: (exercises: number, seconds: string) => string;
    readonly someBad: (failed: number, of: number) => string;
    readonly passed: string;
    readonly failed: (checks: string) => string;
    readonly unfetched: string;
    readonly noAnswer: string;
  };
  readonly strip: {
    readonly label: string;
    readonly room: (code: string) => string;
    readonly status: string;
    readonly states: { readonly [status in RoomStatus]: string };
    readonly large: string;
    readonly close: string;
    readonly code: string;
    readonly noCode: string;
    readonly codeNote: string;
    readonly file: string;
    readonly name: string;
    readonly nameNote: string;
    readonly leave: string;
    readonly left: string;
    readonly badRoom: string;
    readonly loaded: { readonly starter: string; readonly middle: string; readonly final: string };
    /** Where there was work before. */
    readonly aside: string;
    readonly bringBack: string;
    readonly broughtBack: string;
    readonly nothingAside: string;
    readonly reload: string;
  };
  readonly board: {
    readonly title: string;
    readonly lead: string;
    readonly notProof: string;
    readonly roomCode: string;
    readonly codes: string;
    readonly codesNote: string;
    readonly files: string;
    readonly filesNote: string;
    readonly camera: string;
    readonly cameraStop: string;
    readonly cameraNo: { readonly insecure: string; readonly unknown: string; readonly refused: string };
    readonly cameraOn: string;
    readonly tally: string;
    readonly nothing: string;
    readonly exercise: string;
    readonly learners: string;
    readonly complete: string;
    readonly open: string;
    readonly failing: string;
    readonly unread: string;
    readonly refused: { readonly [why in Extract<NoCheckCode | NoRunCode, { refused: string }>['refused']]: string };
    readonly results: string;
    readonly noName: string;
    readonly verdicts: { readonly passed: string; readonly earlier: string; readonly open: string; readonly unrepeatable: string; readonly unknown: string };
    readonly grading: (done: number, of: number) => string;
    readonly graded: (files: number) => string;
    readonly fileRefused: (name: string, why: NoResult['refused']) => string;
    readonly fileUnreadable: (name: string, entries: number) => string;
    readonly otherRoom: (room: string) => string;
    readonly otherVersion: (there: string, here: string) => string;
    readonly csv: string;
    readonly json: string;
    readonly clear: string;
    readonly cleared: string;
    readonly undo: string;
    readonly kept: string;
    readonly notKept: string;
  };
  readonly takeHome: {
    readonly title: string;
    readonly lead: string;
    readonly done: string;
    readonly code: string;
    readonly status: { readonly passed: string; readonly begun: string; readonly none: string };
    readonly review: string;
    readonly reviewNote: string;
    readonly noReview: string;
    readonly on: (day: string) => string;
    readonly feedback: string;
    readonly feedbackNote: string;
    readonly questions: readonly string[];
    readonly address: string;
    readonly mail: string;
    readonly subject: (agenda: string) => string;
    readonly print: string;
  };
}

/** What a learner says to the room. */
export type RoomStatus = 'working' | 'help' | 'done';
export const ROOM_STATUSES: readonly RoomStatus[] = ['working', 'help', 'done'];

/** The words of a room in one language. */
export function workshopWords(language: Language): WorkshopWords {
  return language === 'ja' ? workshopJa : workshopEn;
}

/** What a complaint's rule is called, for a total map of sentences. */
export type ComplaintWords = { readonly [rule in AgendaComplaint['rule']]: (complaint: Extract<AgendaComplaint, { readonly rule: rule }>) => string };
