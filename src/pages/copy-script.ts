/**
 * Makes the copy buttons work, which are hidden until then. Each names in `data-copy` the id of what it copies;
 * the outcome goes to the live region `#copied`. Without the clipboard (on plain http it exists on loopback
 * only, and it can be refused) the text is selected instead.
 */
export const COPY_SCRIPT = `
const said = document.getElementById('copied');
for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.firstChild;
  let timer;
  button.hidden = false;
  button.addEventListener('click', async () => {
    said.textContent = '';
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.data = 'Copied';
      said.textContent = 'Copied to the clipboard.';
    } catch {
      getSelection().selectAllChildren(source);
      label.data = 'Selected';
      said.textContent = 'The text is selected. Copy it with Ctrl+C or Command+C.';
    }
    clearTimeout(timer);
    timer = setTimeout(() => { label.data = 'Copy'; }, 2500);
  });
}
`;
