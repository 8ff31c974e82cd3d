/** The progress page's three acts: hand everything over as a file, take a file in, forget everything. */
import { progressFile, readProgress } from '../../progress/progress-file.ts';
import { forgetWork, keepProgress, keptExam, keptRecall, keptWork } from './kept-work.ts';

interface ActWords {
  readonly taken: string;
  readonly older: string;
  readonly unreadable: string;
  readonly full: string;
  readonly tooLarge: string;
  readonly notProgress: string;
  readonly forgotten: string;
}

const words = (): ActWords => JSON.parse(document.querySelector<HTMLElement>('[data-act-words]')?.dataset['actWords'] ?? '{}') as ActWords;

function tell(...sentences: readonly string[]): void {
  const status = document.querySelector('[data-act-status]');
  if (status) status.textContent = sentences.filter((one) => one !== '').join(' ');
}

const counted = (sentence: string, count: number): string => (count === 0 ? '' : sentence.replace('{count}', String(count)));

async function takeIn(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  input.value = '';
  if (!file) return;
  const read = readProgress(await file.text());
  if ('refused' in read) {
    tell(read.refused === 'too-large' ? words().tooLarge : words().notProgress);
    return;
  }
  const { taken, older, full } = keepProgress(read.file);
  document.dispatchEvent(new CustomEvent('minato:progress'));
  tell(words().taken.replace('{count}', String(taken)), counted(words().older, older), counted(words().unreadable, read.unreadable), full ? words().full : '');
}

function handOver(): void {
  const { work, summaries } = keptWork();
  const file = progressFile(work, summaries, Date.now(), keptRecall(), keptExam());
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'minato-progress.json';
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('[data-hand-over]')) handOver();
  if (event.target.closest('[data-forget]')) document.querySelector<HTMLDialogElement>('[data-forget-dialog]')?.showModal();
  if (event.target.closest('[data-forget-surely]')) {
    forgetWork();
    document.dispatchEvent(new CustomEvent('minato:progress'));
    tell(words().forgotten);
  }
});
document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches('[data-take-in]')) void takeIn(event.target);
});
