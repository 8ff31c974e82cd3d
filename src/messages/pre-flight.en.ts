import type { PreFlightWords } from './pre-flight.ts';

export const preFlightEn: PreFlightWords = {
  title: 'Pre-flight check',
  lead: 'Finds out on the spot whether the exercises work in this browser and with this keyboard. Nothing is sent. Open it the day before, and where it says Note or Fails, do what stands below.',
  withoutScript: 'The check needs JavaScript, and so do the exercises. Allow it for this site in the settings of the browser.',
  running: 'Checking',
  standings: { fine: 'OK', limited: 'Note', broken: 'Fails', untried: 'Not tried' },
  summary: '{fine} OK, {limited} to note, {broken} failing, {untried} not tried',
  checks: {
    browser: {
      title: 'Browser',
      says: {
        all: '{browser}. Everything that is needed is there.',
        old: '{browser}. Missing: {missing}. Use a recent Chrome, Edge, Firefox or Safari.',
      },
    },
    worker: {
      title: 'The simulator starts',
      says: {
        started: 'It started in {ms} ms.',
        slow: 'It took {ms} ms. It works, but you may have to wait at the start. Close other tabs and programs to make it faster.',
        failed: 'It does not start. An extension may keep it from doing so: use a window without extensions, or another browser.',
      },
    },
    'self-test': {
      title: 'The simulator answers rightly',
      says: {
        same: 'Ran {all} commands. Each printed exactly what it should.',
        differs: '{wrong} of {all} commands printed something else. The first is “{line}”. Use another browser, and send this report to the makers.',
        failed: 'It could not run to the end. If it is the same after a reload, use another browser.',
      },
    },
    'plain-editor': {
      title: 'Plain editor',
      says: { types: 'It takes text.', failed: 'It takes no text. Use another browser.' },
    },
    editor: {
      title: 'Full editor',
      says: {
        opens: 'It opened in {ms} ms.',
        failed: 'It does not open. The plain editor does the same exercises, and they are judged the same way.',
      },
    },
    storage: {
      title: 'Your work is kept',
      says: {
        keeps: 'It stays on this device. {room}',
        little:
          'It stays, but there is room for about {megabytes} MB only. This may be a private window. Export your work on the progress page before you close it.',
        refused:
          'It cannot be kept, because of the settings or a private window. The exercises work. Export your work on the progress page before you close it.',
      },
    },
    'service-worker': {
      title: 'If the network goes away',
      says: {
        active: 'Prepared: pages that were opened once open without it.',
        coming: 'Getting ready. Wait a little, then check again.',
        'no-https':
          'Not possible at this address. That is normal where it does not begin with https, such as on the server of a classroom. It works as long as that server runs.',
        refused: 'This browser does not offer it. It works as long as there is a network.',
      },
    },
    cache: {
      title: 'Pages on this device',
      says: {
        everything: 'All of them. No network is needed.',
        some: '{kept} of {all} MB. To go where there is no network, save the rest under “Without a network”.',
        unknown: 'As long as the line above is not prepared, pages are not kept on the device.',
      },
    },
    clipboard: {
      title: 'Copying',
      says: {
        there: 'Buttons can copy.',
        copied: 'It copied.',
        'old-way': 'At this address the browser offers no clipboard to pages, so an older way is used. Try it with “Copy the report” below.',
        failed: 'Buttons cannot copy. Select the text and copy it with the keyboard.',
      },
    },
    fonts: {
      title: 'Letters',
      says: {
        there: 'The typeface for code and Japanese characters are there.',
        latin: 'The typeface for code did not arrive. Another one stands in for it.',
        japanese: 'Japanese characters cannot be shown. Install a Japanese font on the device, or use the course in English.',
      },
    },
    width: {
      title: 'Width of the window',
      says: {
        wide: '{width} pixels. Task, files, terminal and drawing stand side by side.',
        narrow: '{width} pixels. You see one pane at a time. In a wider window they stand side by side.',
        'too-narrow': '{width} pixels. Below 320 you have to scroll sideways. Zoom out a little.',
      },
    },
    backslash: {
      title: 'Backslash',
      says: {
        untried: 'Type a backslash (\\) once in the field below.',
        typed: 'You can type it (key: {code}).',
        yen: 'A yen sign (¥) came. On a JIS keyboard on macOS, hold Option to get \\. The settings of the input source can change that, too.',
        other: '“{key}” came. On a Japanese keyboard on Windows it is the key left of the right Shift, or left of Backspace. If there is none, paste it.',
      },
    },
    ime: {
      title: 'Japanese input method',
      says: {
        untried: 'Found out in the same field.',
        off: 'It is off. You can type commands.',
        on: 'It is on. Turn it off before you type commands, or they come out in wide characters.',
      },
    },
  },
  room: 'There is room for about {megabytes} MB.',
  key: { label: 'Field to try the keyboard', note: 'Turn the input method off and type a backslash once.' },
  report: {
    title: 'Report',
    lead: 'If something is wrong, hand this to the instructor. It holds neither names nor your work.',
    copy: 'Copy the report',
    again: 'Check again',
    copied: 'Copied.',
    notCopied: 'It could not be copied. Select the text below and copy it.',
  },
};
