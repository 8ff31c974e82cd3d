/** The button of a page that is made for paper: opens the browser's print dialog. */
document.querySelector('[data-print]')?.addEventListener('click', () => {
  print();
});

export {}; // A module: its names are its own.
