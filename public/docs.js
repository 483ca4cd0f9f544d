// What every page of the documentation does by script: code is copied, and the language that is chosen
// for one example is that of all.
//
// Once in a document: the app may put the page's script into it again.
globalThis.docsRead ??= (() => {
  const copied = async (code) => {
    // Plain HTTP pages have no clipboard; then the text is still there to be marked.
    if (!navigator.clipboard) return 'Mark and copy';
    return navigator.clipboard.writeText(code.textContent).then(() => 'Copied', () => 'Mark and copy');
  };

  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('.docs-copy');
    if (!button) return;
    const said = button.querySelector('[aria-live]');
    said.textContent = await copied(button.parentElement.querySelector('code'));
    setTimeout(() => (said.textContent = 'Copy'), 2000);
  });

  document.addEventListener('change', ({ target }) => {
    if (!target.matches?.('.docs-tabs > input')) return;
    for (const other of document.querySelectorAll('.docs-tabs > input')) {
      if (other.value === target.value) other.checked = true;
    }
  });
  return true;
})();
