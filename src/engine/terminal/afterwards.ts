import type { Instant } from '../clock/instant.ts';
import { settle } from '../controllers/settle.ts';
import type { Afterwards, Signal } from '../machine/kernel.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Change, Transition } from '../store/cluster-state.ts';
import type { CapturedPacket } from '../store/packet-capture.ts';

/** Something that came about while a line was left running. */
export type Happening =
  /** What another action did to the cluster, and what interfaces saw meanwhile. */
  | { readonly transition: Transition; readonly packets?: readonly CapturedPacket[] }
  | Signal
  /** The text that a person saved in the editor which the line waits for. */
  | { readonly saved: string };

/**
 * Takes a line that was left running through what happened since, write by write and at the recorded moments. No controller acts
 * meanwhile, for what they did is among the writes. Afterwards the draft is the cluster as it stands, with what the line did besides.
 */
export class Replay implements Afterwards {
  begun = false;
  readonly #draft: ClusterDraft;
  readonly #happenings: readonly Happening[];
  readonly #save: (text: string) => void;
  #at = 0;
  #write = 0;
  /** Where in the draft's changes those of the line itself begin that are not in `own` yet. */
  #mark = 0;
  /** What the line did, before it was left and after. */
  readonly #own: Change[] = [];
  #ownBefore = 0;
  #before: Transition['before'] | undefined;
  #over = false;

  constructor(draft: ClusterDraft, happenings: readonly Happening[], save: (text: string) => void) {
    this.#draft = draft;
    this.#happenings = happenings;
    this.#save = save;
  }

  /** Whether recorded time is what goes: until all of it is over. */
  get isRecorded(): boolean {
    return this.begun && !this.#over;
  }

  next(by: Instant): boolean | Signal {
    const draft = this.#draft;
    if (!this.begun) {
      settle(draft);
      this.begun = true;
      this.#before = draft.transition().after;
      this.#own.push(...draft.changes);
      this.#ownBefore = this.#mark = draft.changes.length;
    }
    const happening = this.#happenings[this.#at];
    if (!happening) return false;
    if (!('transition' in happening)) {
      this.#at++;
      this.#over = this.#at === this.#happenings.length;
      if (!('saved' in happening)) return happening;
      this.#save(happening.saved);
      return true;
    }
    const { changes, after } = happening.transition;
    if (this.#write === 0) draft.packets?.push(...(happening.packets ?? []));
    const change = changes[this.#write];
    if (by < (change?.at ?? after.now)) {
      draft.now = by;
      return true;
    }
    this.#own.push(...draft.changes.slice(this.#mark));
    if (change) draft.redo(change);
    else draft.goOnFrom(after);
    this.#mark = draft.changes.length;
    this.#write++;
    if (this.#write > changes.length) {
      this.#before = after;
      this.#write = 0;
      this.#at++;
    }
    return true;
  }

  /** What the line did in all, and since it was left: that is still to be done to the cluster as it stands, where the line has ended. */
  transitions(): { readonly transition: Transition; readonly since: Transition } {
    const { before, after } = this.#draft.transition();
    const changes = [...this.#own, ...this.#draft.changes.slice(this.#mark)];
    return { transition: { before, after, changes }, since: { before: this.#before ?? before, after, changes: changes.slice(this.#ownBefore) } };
  }
}
